import { describe, expect, it } from 'vitest'
import { deadNames } from '../../src/server/traceback/dead-zone.ts'

/** `|` marks where the frame is. */
function deadAt(marked: string): string {
  return [...deadNames(marked.replace('|', ''), marked.indexOf('|'))].sort().join(' ')
}

describe('names that are not initialised', () => {
  it.each([
    ['{ const a = 1; | const b = 2; let c }', 'b c'],
    ['{ const a = |await f(); }', 'a'],
    ['{ const { a, b: [c, ...d], e = 1, ...g } = |f() }', 'a c d e g'],
    ['{ const a = 1, b = |f(a), c = 3 }', 'b c'],
    ['{ |use(); class A {} var v = 1; function f() { let inner } }', 'A'],
    ['{ const a = 1; for (const x of y) { |f(); const b = 2 } const c = 3 }', 'c'],
    ['{ |f(); { const inner = 1 } if (x) { let other } }', ''],
    ['{ |f(); continue outer; const later = yield 1 }', 'later'],
    ['{ const a = () => { |f() } }', 'a'],
    ['{ broken |( ; const after = }', ''],
    ['(const x of y) | { const z = 1 }', ''],
    ['', ''],
  ])('%s: %s', (block, names) => {
    if (!block.includes('broken')) expect(deadAt(block)).toBe(names)
    else expect(() => deadAt(block)).not.toThrow()
  })

  it('looks at no block of more than 20,000 characters', () => {
    expect(deadAt(`{ | const a = 1; ${' '.repeat(20_000)} }`)).toBe('')
  })
})
