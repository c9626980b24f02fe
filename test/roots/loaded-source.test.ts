import { describe, expect, it } from 'vitest'
import { rewriteAwaits } from '../../src/server/instrument/rewrite.ts'
import { withoutInsertions } from '../../src/server/loaded-source.ts'
import { dice } from '../guard/guard-bench.ts'

const ENDS = ['\n', '\r\n', '\r', '\u2028', '\u2029']
const STATEMENTS = [
  'await a()',
  'for await (const x of await b()) await c(x)',
  'const s = `${await a()} \u2028 ${`${await b()}`}`',
  'await a(await b(), await c(await d()))',
  '/* await in a comment */ const t = 1',
  'next(error); done(await a())',
  'for await (const [x = await a()] of[1, 2]) {}',
  "const q = 'await', emoji = '😀'; await a(emoji)",
  'await (a, b, c)',
  'await\u00a0a()',
]

describe('a rewritten source', () => {
  it.each(STATEMENTS.filter((text) => !text.startsWith('/*')))('%j comes back to the letter', (statement) => {
    expect(roundTrip(statement)).toBe(statement)
  })

  it('comes back to the letter, whatever it is made of', () => {
    const roll = dice(42)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)]!
    let rewritten = 0
    for (let turn = 0; turn < 300; turn++) {
      const lines = Array.from({ length: 1 + Math.floor(roll() * 12) }, () => {
        const statements = Array.from({ length: 1 + Math.floor(roll() * 3) }, () => `{ ${pick(STATEMENTS)} }`)
        return ' '.repeat(Math.floor(roll() * 6)) + statements.join('; ')
      })
      const source = lines.map((line) => line + pick(ENDS)).join('')
      const back = roundTrip(source)
      if (back !== undefined) rewritten++
      expect(back ?? source).toBe(source)
    }
    expect(rewritten).toBeGreaterThan(200)
  })

  it('without insertions is what it is', () => {
    expect(withoutInsertions('a\r\nb', [])).toBe('a\r\nb')
    expect(withoutInsertions('a', [{ line: 9, column: 1, length: 3 }])).toBe('a')
  })
})

function roundTrip(source: string): string | undefined {
  const result = rewriteAwaits(source, 'module')
  return result.kind === 'rewritten' ? withoutInsertions(result.code, result.insertions) : undefined
}
