import { describe, expect, it } from 'vitest'
import { isIncomplete, matchingBrackets, nextIndentation } from '../../src/ui/console/incomplete-source.ts'

describe('incomplete source', () => {
  it.each(['f(', '[1, 2', 'if (a) {', '`a ${', '`a ${b}', '/* why', 'f(`${g({', "'a\\\n"])(
    'goes on after %j',
    (source) => {
      expect(isIncomplete(source)).toBe(true)
    },
  )

  it.each([
    '',
    'a',
    'f()',
    '{}',
    '`a ${b} c`',
    "'('",
    '"{"',
    '// (',
    '/* ( */',
    '/[(]/.test(a)',
    ')',
    '(]',
    "'open",
    'a +',
  ])('is as whole as one can see: %j', (source) => {
    expect(isIncomplete(source)).toBe(false)
  })
})

describe('matching brackets', () => {
  it('finds the partner of the bracket at the cursor', () => {
    expect(matchingBrackets('f(a[1])', 7)).toEqual([1, 6])
    expect(matchingBrackets('f(a[1])', 6)).toEqual([3, 5])
    expect(matchingBrackets('f(a[1])', 1)).toEqual([1, 6])
  })

  it('finds none in strings, in the middle of nowhere, or without a cursor', () => {
    expect(matchingBrackets("'()'", 2)).toBeUndefined()
    expect(matchingBrackets('f(abc)', 4)).toBeUndefined()
    expect(matchingBrackets('(a)', -1)).toBeUndefined()
  })
})

it('indents what follows an opening bracket', () => {
  expect(nextIndentation('a')).toBe('')
  expect(nextIndentation('if (a) {')).toBe('  ')
  expect(nextIndentation('if (a) {\n  b()')).toBe('  ')
  expect(nextIndentation('if (a) {\n  f(')).toBe('    ')
})
