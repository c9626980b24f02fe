import { describe, expect, it } from 'vitest'
import { rewriteAwaits, toGenerated, toOriginal, type Position } from '../../src/server/instrument/index.ts'
import { generateProgram, seededRandom } from './random-program.ts'

/** Positions of all characters, as V8 counts them. */
function* positionsOf(text: string): Generator<Position & { readonly char: string }> {
  let [line, column] = [1, 1]
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    yield { line, column, char }
    if (char === '\n') [line, column] = [line + 1, 1]
    else column++
  }
}

function charAt(lines: readonly string[], { line, column }: Position): string {
  return lines[line - 1]?.charAt(column - 1) ?? ''
}

describe('column map', () => {
  it('leads every character of random programs there and back', () => {
    let compared = 0
    for (let seed = 1; seed <= 100; seed++) {
      const source = generateProgram(seededRandom(seed)).replaceAll('; ', seed % 2 === 0 ? ';\n' : '; ')
      const result = rewriteAwaits(`async () => {${source}\n}`, 'module')
      if (result.kind !== 'rewritten') continue
      const { insertions } = result
      const lines = result.code.split('\n')
      for (const { char, ...original } of positionsOf(`async () => {${source}\n}`)) {
        const generated = toGenerated(insertions, original)
        if (char !== '\n') expect(charAt(lines, generated), `seed ${seed}`).toBe(char)
        expect(toOriginal(insertions, generated), `seed ${seed}`).toEqual(original)
        compared++
      }
      // Calls in inserted text are shown at what they stand for, which is before it.
      const inPlace = insertions.map(({ line, column, length }) => ({ line, column, length }))
      let last = { line: 1, column: 0 }
      for (const { char: _, ...generated } of positionsOf(result.code)) {
        const original = toOriginal(inPlace, generated)
        expect(original.line).toBe(generated.line)
        if (original.line === last.line) expect(original.column).toBeGreaterThanOrEqual(last.column)
        last = original
      }
    }
    expect(compared).toBeGreaterThan(10_000)
  })

  it('keeps columns that random insertions of any length did not touch', () => {
    const random = seededRandom(7)
    for (let round = 0; round < 100; round++) {
      const columns = Array.from({ length: Math.floor(random() * 8) }, () => 1 + Math.floor(random() * 40))
      const insertions = [...new Set(columns)]
        .sort((a, b) => a - b)
        .map((column) => ({ line: 2, column, length: 1 + Math.floor(random() * 20) }))
      for (let column = 1; column < 60; column++) {
        expect(toOriginal(insertions, { line: 1, column })).toEqual({ line: 1, column })
        expect(toGenerated(insertions, { line: 3, column })).toEqual({ line: 3, column })
        const there = toGenerated(insertions, { line: 2, column })
        expect(toOriginal(insertions, there)).toEqual({ line: 2, column })
      }
    }
  })

  it('leads the inserted call to the await', () => {
    const source = 'f(1, await g(2))'
    const result = rewriteAwaits(source, 'module')
    if (result.kind !== 'rewritten') throw new Error(result.kind)
    const settle = result.code.indexOf('__inquest_settle__') + 1
    expect(toOriginal(result.insertions, { line: 1, column: settle })).toEqual({ line: 1, column: 6 })
    const keyword = result.code.indexOf('await ') + 1
    expect(toOriginal(result.insertions, { line: 1, column: keyword })).toEqual({ line: 1, column: 6 })
    const call = result.code.indexOf('g(2)') + 1
    expect(toOriginal(result.insertions, { line: 1, column: call })).toEqual({ line: 1, column: 12 })
    expect(toOriginal(result.insertions, { line: 1, column: result.code.length })).toEqual({ line: 1, column: 16 })
  })
})
