import type { EditorKey } from './editor-key.ts'
import { type EditorState, type EditorStep, step, withText } from './editor-state.ts'
import { previousCharacter } from './text-motion.ts'

const findBefore = (history: readonly string[], query: string, before: number): number => {
  for (let at = Math.min(before, history.length) - 1; at >= 0; at--) {
    if (history[at]?.includes(query) === true) return at
  }
  return -1
}

const showMatch = (state: EditorState, query: string, at: number): EditorState => {
  const { search } = state
  if (search === undefined) return state
  const match = state.history[at]
  const shown = match === undefined || query === '' ? state : withText(state, match, match.indexOf(query))
  return { ...shown, search: { ...search, query, at } }
}

export const startSearch = (state: EditorState): EditorState => ({
  ...withText(state, state.text, state.cursor),
  search: { query: '', at: state.history.length, before: { text: state.text, cursor: state.cursor } },
})

/** One key of the reverse search; undefined where the search ends and the key is meant for the editor. */
export const searchKey = (state: EditorState, key: EditorKey): { step: EditorStep } | { leftWith: EditorState } => {
  const { search } = state
  if (search === undefined) return { leftWith: state }
  const { history } = state
  if (key.kind === 'item' || key.kind === 'cursor') return { leftWith: { ...state, search: undefined } }
  if (key.kind !== 'press') {
    const query = search.query + key.text.replaceAll('\n', ' ')
    // The present match stays if it still fits.
    return { step: step(showMatch(state, query, findBefore(history, query, search.at + 1))) }
  }
  const left: EditorState = { ...state, search: undefined }
  switch (key.name) {
    case 'search': {
      const older = findBefore(history, search.query, search.at)
      return { step: step(older === -1 || search.query === '' ? state : showMatch(state, search.query, older)) }
    }
    case 'backspace': {
      const query = search.query.slice(0, previousCharacter(search.query, search.query.length))
      return { step: step(showMatch(state, query, findBefore(history, query, history.length))) }
    }
    case 'cancel':
    case 'interrupt':
      return { step: step(withText(left, search.before.text, search.before.cursor)) }
    case 'escape':
      return { step: step(left) }
    default:
      return { leftWith: left }
  }
}
