import { describe, expect, it } from 'vitest'
import { highlightCode, tokenizeCode } from '../../src/ui/text/code-tokens.ts'
import { createRandom, randomText } from './random-text.ts'

const classOf = (source: string, run: string): string | undefined =>
  highlightCode(source).find(([text]) => text === run)?.[1]

describe('tokens of code', () => {
  it('join to the text they came from, whatever it is', () => {
    const random = createRandom(2)
    for (let round = 0; round < 2000; round++) {
      const text = randomText(random, 30)
      expect(
        tokenizeCode(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text)
      expect(
        highlightCode(text)
          .map(([run]) => run)
          .join(''),
      ).toBe(text)
    }
  })

  it('tell keywords, names, calls, numbers, strings and comments apart', () => {
    const source = "const total = sum(items, 0x1f) + 'a' // why"
    expect(classOf(source, 'const')).toBe('keyword')
    expect(classOf(source, 'total')).toBe('name')
    expect(classOf(source, 'sum')).toBe('function')
    expect(classOf(source, '0x1f')).toBe('number')
    expect(classOf(source, "'a'")).toBe('string')
    expect(classOf(source, '// why')).toBe('comment')
  })

  it('see code within templates', () => {
    const runs = highlightCode('`a ${ { b: 1 }.b } c`').map(([run]) => run)
    expect(runs[0]).toBe('`a ${')
    expect(runs.at(-1)).toBe('} c`')
    expect(runs).toContain('1')
  })

  it('tell a division from a regular expression', () => {
    expect(classOf('a / b / c', '/ b /')).toBeUndefined()
    expect(classOf('x = /[/"]+/g', '/[/"]+/g')).toBe('string')
    expect(classOf('return /b/', '/b/')).toBe('string')
  })

  it('count a sign to its number, but not a minus between operands', () => {
    expect(highlightCode('{ price: -1 }')).toContainEqual(['-', 'number'])
    expect(highlightCode('-1')[0]).toEqual(['-', 'number'])
    expect(highlightCode('a-1')).not.toContainEqual(['-', 'number'])
  })

  it('stay linear on long unclosed input', () => {
    const started = performance.now()
    for (const piece of ["'", '"\\', '`${', '/*', '/[', '((((', '/a']) tokenizeCode(piece.repeat(20_000))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
