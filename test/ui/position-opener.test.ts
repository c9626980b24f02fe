import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Frame } from '../../src/shared/traceback.ts'
import type { ChainTab } from '../../src/ui/traceback/error-chain.ts'
import { createPositionOpener, placeOnPage } from '../../src/ui/traceback/position-opener.ts'

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

describe('a position in an answer', () => {
  afterEach(() => vi.unstubAllGlobals())

  const openerWith = (editorUrl: string | undefined) => {
    const showLine = vi.fn()
    const focusFrame = vi.fn()
    const model = { tabs: { value: tabs }, tabIndex: { value: 0 }, root: { value: '/app/' }, editorUrl, showLine }
    return { open: createPositionOpener(model, focusFrame), showLine, focusFrame }
  }
  const position = (file: string, line: number) => ({ file, line, column: 7 })

  it('leads to its frame, and the keys with it', () => {
    const { open, showLine, focusFrame } = openerWith(undefined)
    const place = open(position('file:///app/src/cart.ts', 40))
    expect(place?.label).toBe('src/cart.ts:40:7')
    place?.open()
    expect(showLine).toHaveBeenCalledWith(0, 1, 40)
    expect(focusFrame).toHaveBeenCalledOnce()
    expect(open(position('/app/src/other.ts', 1))).toBeUndefined()
  })

  it('opens in the editor where one is set, also what is not on the page', () => {
    const click = vi.fn()
    const link = { href: '', click }
    vi.stubGlobal('document', { createElement: () => link })
    const { open, showLine } = openerWith('vscode://file{file}:{line}:{column}')
    open(position('./src/cart.ts', 40))?.open()
    expect(link.href).toBe('vscode://file/app/src/cart.ts:40:7')
    open(position('/app/src/other one.ts', 1))?.open()
    expect(link.href).toBe('vscode://file/app/src/other%20one.ts:1:7')
    expect(click).toHaveBeenCalledTimes(2)
    expect(showLine).not.toHaveBeenCalled()
    expect(open(position('elsewhere.ts', 1))).toBeUndefined()
  })

  it('never follows an address that is no editor', () => {
    const { open, showLine } = openerWith('javascript:alert("{file}")')
    open(position('/app/src/cart.ts', 12))?.open()
    expect(showLine).toHaveBeenCalledOnce()
    expect(open(position('/app/src/other.ts', 1))).toBeUndefined()
  })
})
