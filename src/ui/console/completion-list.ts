import type { Completion } from '../../shared/evaluation.ts'
import { type CompletionList, type EditorState, withText } from './editor-state.ts'

const replaceRange = (state: EditorState, from: number, to: number, text: string): EditorState =>
  withText(state, state.text.slice(0, from) + text + state.text.slice(to), from + text.length)

const commonPrefix = (labels: readonly string[]): string => {
  const [first = '', ...others] = labels
  let length = first.length
  for (const label of others) {
    while (!label.startsWith(first.slice(0, length))) length--
  }
  // Never half a surrogate pair.
  return first.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}

const fits = (state: EditorState, { from, to }: Completion): boolean =>
  Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= state.text.length

/**
 * The answer to Tab: the only item is taken, of several what they share, and the rest is offered as a list. `source`
 * is what was asked for; if the text has changed since, the answer is too late.
 */
export const applyCompletion = (state: EditorState, completion: Completion, source: string): EditorState => {
  const { items, from, to, more = 0 } = completion
  const [only] = items
  if (only === undefined || state.text !== source || state.pending || !fits(state, completion)) return state
  const written = state.text.slice(from, to)
  // Others only resemble what is written: without case, by their words, but for a slip.
  const continuing = items.filter(({ label }) => label.startsWith(written))
  const [first] = continuing
  if (items.length === 1) return replaceRange(state, from, to, only.label)
  if (continuing.length === 1 && first !== undefined && written !== '' && first.label !== written)
    return replaceRange(state, from, to, first.label)
  const prefix = commonPrefix(continuing.map((item) => item.label))
  const longer = prefix.length > written.length && prefix.startsWith(written)
  const next = longer ? replaceRange(state, from, to, prefix) : state
  return {
    ...next,
    suggestion: '',
    list: { items, more, from, to: from + (longer ? prefix : written).length, selected: -1 },
  }
}

/** The grey rest of the first item that continues what is written. */
export const suggestFrom = (state: EditorState, completion: Completion, source: string): EditorState => {
  if (state.text !== source || state.pending || state.search !== undefined || !fits(state, completion)) return state
  if (state.cursor !== state.text.length || completion.to !== state.cursor || state.anchor !== undefined) return state
  const written = state.text.slice(completion.from, completion.to)
  // A name that is whole may be meant as it is.
  if (written === '' || completion.items.some(({ label }) => label === written)) return state
  const item = completion.items.find(({ label }) => label.startsWith(written) && label.length > written.length)
  return item === undefined ? state : { ...state, suggestion: item.label.slice(written.length) }
}

/** The list with what still fits after `typed`; undefined where nothing does. */
export const narrowList = (list: CompletionList, text: string, typed: string): CompletionList | undefined => {
  const written = text.slice(list.from, list.to) + typed
  const items = list.items.filter(({ label }) => label.startsWith(written) && label !== written)
  return items.length === 0
    ? undefined
    : { items, more: list.more, from: list.from, to: list.to + typed.length, selected: -1 }
}

/** Tab and the arrows while the list is open: the next item stands in the text. */
export const cycleList = (state: EditorState, list: CompletionList, direction: 1 | -1): EditorState => {
  const count = list.items.length
  const next = list.selected === -1 && direction === -1 ? count - 1 : (list.selected + direction + count) % count
  return selectItem(state, list, next)
}

/** An item stands in the text, and the list stays. */
export const selectItem = (state: EditorState, list: CompletionList, selected: number): EditorState => {
  const label = list.items[selected]?.label ?? ''
  const next = replaceRange(state, list.from, list.to, label)
  return { ...next, list: { ...list, to: list.from + label.length, selected } }
}
