import { describe, expect, it } from 'vitest'
import { offsetAt, positionAt } from '../../src/server/console/text-position.ts'

const TEXT = 'ab\r\nc\rd\n\ne\u2028f\u2029g'

describe('places in a text', () => {
  it('count the lines as JavaScript does', () => {
    const lines = ['a', 'c', 'd', 'e', 'f', 'g'].map((letter) => positionAt(TEXT, TEXT.indexOf(letter)))
    expect(lines.map(({ line, column }) => `${line}:${column}`)).toEqual(['1:1', '2:1', '3:1', '5:1', '6:1', '7:1'])
  })

  it('lead back to the same offset', () => {
    // Between the two halves of a line break there is no place.
    for (let offset = 0; offset <= TEXT.length; offset++)
      if (offset !== TEXT.indexOf('\n')) expect(offsetAt(TEXT, positionAt(TEXT, offset))).toBe(offset)
  })

  it('end with the text', () => {
    expect([offsetAt('ab', { line: 2, column: 1 }), offsetAt('', { line: 9, column: 9 })]).toEqual([2, 0])
  })
})
