import { describe, expect, it } from 'vitest'
import type { Frame } from '../../src/shared/traceback.ts'
import type { ChainTab } from '../../src/ui/traceback/error-chain.ts'
import { placeOnPage } from '../../src/ui/traceback/position-opener.ts'

const frame = (index: number, file: string, line: number, lines = 0): Frame => ({
  index,
  functionName: 'f',
  async: false,
  origin: 'app',
  location: { file, line, column: 1 },
  scopes: [],
  state: 'live',
  ...(lines === 0 ? {} : { excerpt: { startLine: line - 2, lines: Array.from({ length: lines }, () => '') } }),
})
const tab = (...frames: readonly Frame[]): ChainTab => ({
  label: '',
  depth: 0,
  error: { name: 'Error', message: '', stack: '', properties: [], causes: [] },
  frames,
})
const tabs = [
  tab(frame(0, '/app/src/cart.ts', 12, 5), frame(1, '/app/src/cart.ts', 40, 5)),
  tab(frame(2, '/app/b.ts', 3)),
]
const placeOf = (file: string, line: number, tabIndex = 0) => {
  const place = placeOnPage({ file, line, column: 1 }, tabs, tabIndex)
  return place === undefined ? undefined : [place.tab, place.frame.index]
}

describe('where on the page a position is', () => {
  it('is the frame that failed in that line, by path, URL, or the end of the path', () => {
    expect(placeOf('/app/src/cart.ts', 40)).toEqual([0, 1])
    expect(placeOf('file:///app/src/cart.ts', 12)).toEqual([0, 0])
    expect(placeOf('./src/cart.ts', 12)).toEqual([0, 0])
    expect(placeOf('b.ts', 3)).toEqual([1, 2])
  })

  it('is else a frame that has the line in sight', () => {
    expect(placeOf('cart.ts', 14)).toEqual([0, 0])
    expect(placeOf('cart.ts', 15)).toBeUndefined()
    expect(placeOf('cart.ts', 39)).toEqual([0, 1])
  })

  it('is nowhere for a file whose name only ends alike', () => {
    expect(placeOf('art.ts', 12)).toBeUndefined()
    expect(placeOf('/src/cart.ts', 12)).toBeUndefined()
  })
})
