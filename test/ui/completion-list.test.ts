import { describe, expect, it } from 'vitest'
import { applyCompletion, suggestFrom } from '../../src/ui/console/completion-list.ts'
import { type EditorState, initialEditor, insert } from '../../src/ui/console/editor-state.ts'
import { pressKey } from '../../src/ui/console/line-editor.ts'

const written = (text: string): EditorState => insert(initialEditor([]), text)
const offer = (from: number, to: number, ...labels: string[]) => ({
  from,
  to,
  items: labels.map((label) => ({ label, kind: 'property' })),
})
const tab = (state: EditorState): EditorState => pressKey(state, { kind: 'press', name: 'tab' }).state

describe('completion', () => {
  it('asks on Tab, but indents an empty line of several', () => {
    expect(pressKey(written('a.'), { kind: 'press', name: 'tab' }).effects).toEqual([
      { kind: 'complete', source: 'a.', cursor: 2 },
    ])
    expect(tab(written('f(\n')).text).toBe('f(\n  ')
  })

  it('takes the only item', () => {
    expect(applyCompletion(written('a.pr'), offer(2, 4, 'price'), 'a.pr')).toMatchObject({ text: 'a.price', cursor: 7 })
  })

  it('takes what several share, lists them, and goes through them', () => {
    const listed = applyCompletion(written('a.p'), offer(2, 3, 'price', 'priceOf', 'prices'), 'a.p')
    expect(listed.text).toBe('a.price')
    expect(listed.list?.items).toHaveLength(3)
    const second = tab(tab(listed))
    expect(second.text).toBe('a.priceOf')
    expect(tab(tab(second)).text).toBe('a.price')
    const taken = pressKey(second, { kind: 'press', name: 'enter' })
    expect(taken).toMatchObject({ effects: [], state: { text: 'a.priceOf', list: undefined } })
  })

  it('narrows while one types on, goes through by arrows, and takes what is pointed at', () => {
    const listed = applyCompletion(written('a.p'), offer(2, 3, 'parent', 'price', 'prices'), 'a.p')
    const narrowed = pressKey(listed, { kind: 'text', text: 'ri' }).state
    expect(narrowed.list?.items.map(({ label }) => label)).toEqual(['price', 'prices'])
    expect(pressKey(narrowed, { kind: 'text', text: 'x' }).state.list).toBeUndefined()
    const down = pressKey(narrowed, { kind: 'press', name: 'down' }).state
    expect(down.text).toBe('a.price')
    expect(pressKey(down, { kind: 'press', name: 'up' }).state.text).toBe('a.prices')
    const taken = pressKey(narrowed, { kind: 'item', index: 1, take: true }).state
    expect(taken).toMatchObject({ text: 'a.prices', cursor: 8, list: undefined })
    const turned = pressKey(listed, { kind: 'item', index: 2, take: false }).state
    expect(turned).toMatchObject({ text: 'a.prices', list: { selected: 2 } })
    expect(pressKey(listed, { kind: 'item', index: 3, take: true }).state).toBe(listed)
  })

  it('drops an answer that is late or does not fit', () => {
    const state = written('a.pri')
    expect(applyCompletion(state, offer(2, 4, 'price'), 'a.pr')).toBe(state)
    expect(applyCompletion(state, offer(4, 2, 'price'), 'a.pri')).toBe(state)
    expect(applyCompletion(state, offer(-1, 99, 'price'), 'a.pri')).toBe(state)
    expect(applyCompletion(state, offer(2, 5), 'a.pri')).toBe(state)
  })
})

describe('suggestion', () => {
  it('is the rest of the first item that goes on, and Right takes it', () => {
    const state = suggestFrom(written('a.pri'), offer(2, 5, 'xpri', 'price'), 'a.pri')
    expect(state.suggestion).toBe('ce')
    expect(pressKey(state, { kind: 'press', name: 'right' }).state).toMatchObject({ text: 'a.price', suggestion: '' })
    expect(pressKey(state, { kind: 'text', text: 'z' }).state).toMatchObject({ text: 'a.priz', suggestion: '' })
  })

  it('is none for a whole name, for nothing written, and away from the end', () => {
    expect(suggestFrom(written('a'), offer(0, 1, 'a', 'ab'), 'a').suggestion).toBe('')
    expect(suggestFrom(written('a.'), offer(2, 2, 'b'), 'a.').suggestion).toBe('')
    expect(suggestFrom({ ...written('ab'), cursor: 1 }, offer(0, 1, 'ac'), 'ab').suggestion).toBe('')
  })
})
