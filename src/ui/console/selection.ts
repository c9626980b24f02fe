import type { KeyName } from './editor-key.ts'
import { type EditorState, type EditorStep, insert, selectedRange, step, withCursor } from './editor-state.ts'
import {
  lineAbove,
  lineBelow,
  lineEnd,
  lineStart,
  nextCharacter,
  nextWord,
  previousCharacter,
  previousWord,
} from './text-motion.ts'

/** Where the cursor goes to with each key that selects; the other end of the selection stays. */
const ENDS: Readonly<Partial<Record<KeyName, (text: string, cursor: number) => number>>> = {
  'select-left': previousCharacter,
  'select-right': nextCharacter,
  'select-word-left': previousWord,
  'select-word-right': nextWord,
  'select-home': lineStart,
  'select-end': lineEnd,
  'select-up': (text, cursor) => lineAbove(text, cursor) ?? 0,
  'select-down': (text, cursor) => lineBelow(text, cursor) ?? text.length,
  'select-text-start': () => 0,
  'select-text-end': (text) => text.length,
}

const select = (state: EditorState, from: number, to: number): EditorState => {
  const moved = withCursor(state, to)
  return moved.cursor === from ? moved : { ...moved, anchor: from }
}

export const selectedText = (state: EditorState): string => state.text.slice(...(selectedRange(state) ?? [0, 0]))

/** What is selected goes, and Ctrl-Y brings it back where `keep` is. */
const remove = (state: EditorState, keep: boolean): EditorState => ({
  ...insert(state, ''),
  ...(keep ? { killed: selectedText(state) } : {}),
})

/** A key that selects, or that means something else where something is selected. Undefined for all others. */
export const pressSelecting = (state: EditorState, name: KeyName): EditorStep | undefined => {
  const { text, cursor, anchor = cursor } = state
  const end = ENDS[name]
  if (end !== undefined) return step(select(state, anchor, end(text, cursor)))
  if (name === 'select-all') return step(select(state, 0, text.length))
  const range = selectedRange(state)
  return range === undefined ? undefined : pressSelected(state, name, range)
}

const pressSelected = (
  state: EditorState,
  name: KeyName,
  [start, end]: readonly [number, number],
): EditorStep | undefined => {
  switch (name) {
    case 'left':
      return step(withCursor(state, start))
    case 'right':
      return step(withCursor(state, end))
    // Not into the history: whoever gives a selection up has not given the line up.
    case 'up':
      return step(withCursor(state, lineAbove(state.text, start) ?? start))
    case 'down':
      return step(withCursor(state, lineBelow(state.text, end) ?? end))
    case 'escape':
    case 'cancel':
      return step(withCursor(state, state.cursor))
    case 'backspace':
    case 'delete':
    case 'end-of-input':
      return step(remove(state, false))
    case 'delete-word-left':
    case 'delete-word-right':
    case 'delete-to-start':
    case 'delete-to-end':
      return step(remove(state, true))
    case 'interrupt':
    case 'copy':
      return step(state, { kind: 'copy', text: selectedText(state) })
    case 'cut':
      return step(remove(state, true), { kind: 'copy', text: selectedText(state) })
    default:
      return undefined
  }
}
