import type { CompletionItem } from '../../shared/evaluation.ts'

export interface EditorState {
  readonly text: string
  /** UTF-16 offset into `text`. */
  readonly cursor: number
  /** Where the selection began that ends at the cursor; undefined where nothing is selected. */
  readonly anchor: number | undefined
  /** What Ctrl-Y brings back. */
  readonly killed: string
  /** Oldest first. */
  readonly history: readonly string[]
  /** Where in the history we are; `history.length` is the draft. */
  readonly historyAt: number
  readonly draft: string
  readonly search: ReverseSearch | undefined
  readonly list: CompletionList | undefined
  /** Grey text behind the cursor that Right takes over. */
  readonly suggestion: string
  /** An evaluation is running: the input stands still until its answer is there. */
  readonly pending: boolean
}

export interface ReverseSearch {
  readonly query: string
  /** Index of the match in the history; -1 where nothing matches. */
  readonly at: number
  readonly before: { readonly text: string; readonly cursor: number }
}

export interface CompletionList {
  readonly items: readonly CompletionItem[]
  /** Further ones that the server left out. */
  readonly more: number
  /** What an item replaces. */
  readonly from: number
  readonly to: number
  /** -1: none chosen yet. */
  readonly selected: number
}

/** What the editor asks of its surroundings. */
export type EditorEffect =
  | { readonly kind: 'evaluate'; readonly source: string }
  | { readonly kind: 'complete'; readonly source: string; readonly cursor: number }
  | { readonly kind: 'interrupt' }
  /** The line was given up: what stood there is `text`. */
  | { readonly kind: 'abandon'; readonly text: string }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'inspect' }

export interface EditorStep {
  readonly state: EditorState
  readonly effects: readonly EditorEffect[]
}

export const initialEditor = (history: readonly string[]): EditorState => ({
  text: '',
  cursor: 0,
  anchor: undefined,
  killed: '',
  history,
  historyAt: history.length,
  draft: '',
  search: undefined,
  list: undefined,
  suggestion: '',
  pending: false,
})

/** The same state with another text; what belonged to the old text is gone. */
export const withText = (state: EditorState, text: string, cursor: number): EditorState => ({
  ...state,
  text,
  cursor,
  anchor: undefined,
  list: undefined,
  suggestion: '',
})

export const withCursor = (state: EditorState, cursor: number): EditorState =>
  withText(state, state.text, Math.min(Math.max(cursor, 0), state.text.length))

/** Offsets of what is selected; undefined where nothing is. */
export const selectedRange = ({ anchor, cursor }: EditorState): readonly [start: number, end: number] | undefined =>
  anchor === undefined || anchor === cursor ? undefined : [Math.min(anchor, cursor), Math.max(anchor, cursor)]

/** In the place of what is selected, else at the cursor. */
export const insert = (state: EditorState, text: string): EditorState => {
  const [start, end] = selectedRange(state) ?? [state.cursor, state.cursor]
  return withText(state, state.text.slice(0, start) + text + state.text.slice(end), start + text.length)
}

/** With what was typed in other consoles meanwhile, unless the history is being gone through. */
export const withHistory = (state: EditorState, history: readonly string[]): EditorState =>
  state.history === history || state.historyAt !== state.history.length || state.search !== undefined
    ? state
    : { ...state, history, historyAt: history.length }

export const step = (state: EditorState, ...effects: readonly EditorEffect[]): EditorStep => ({ state, effects })
