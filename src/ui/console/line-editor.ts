import type { EditorKey, KeyName } from './editor-key.ts'
import {
  type EditorState,
  type EditorStep,
  initialEditor,
  insert,
  selectedRange,
  step,
  withCursor,
  withText,
} from './editor-state.ts'
import { cycleList, narrowList, selectItem } from './completion-list.ts'
import { isIncomplete, nextIndentation } from './incomplete-source.ts'
import { searchKey, startSearch } from './reverse-search.ts'
import { pressSelecting } from './selection.ts'
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

/**
 * The line editor: one key and the state before it give the state after it and what is to be done. It knows neither the
 * terminal nor the network.
 */
export const pressKey = (state: EditorState, key: EditorKey): EditorStep => {
  if (state.pending) {
    return key.kind === 'press' && key.name === 'interrupt' ? step(state, { kind: 'interrupt' }) : step(state)
  }
  if (state.search !== undefined) {
    const outcome = searchKey(state, key)
    return 'step' in outcome ? outcome.step : pressKey(outcome.leftWith, key)
  }
  switch (key.kind) {
    case 'text':
      return step(typeText(state, key.text))
    case 'paste':
      return step(insert(state, key.text))
    case 'press':
      return pressNamed(state, key.name)
    case 'item':
      return step(pointAtItem(state, key.index, key.take))
    case 'cursor':
      return step(withCursor(state, key.at))
  }
}

const pointAtItem = (state: EditorState, index: number, take: boolean): EditorState => {
  const { list } = state
  if (list?.items[index] === undefined) return state
  const next = selectItem(state, list, index)
  return take ? withCursor(next, next.cursor) : next
}

/** The state after an evaluation has its answer. An incomplete source comes back with a line to continue on. */
export const settleEvaluation = (
  state: EditorState,
  outcome: 'done' | 'incomplete' | 'kept',
  history: readonly string[],
): EditorState => {
  if (outcome === 'done') return { ...initialEditor(history), killed: state.killed }
  const idle = { ...state, pending: false }
  return outcome === 'incomplete' ? breakLine(withCursor(idle, idle.text.length)) : idle
}

/** A closing bracket that starts a line goes back one step of the indentation that `breakLine` has put there. */
const typeText = (state: EditorState, text: string): EditorState => {
  if (selectedRange(state) !== undefined) return insert(state, text)
  const before = state.text.slice(lineStart(state.text, state.cursor), state.cursor)
  if (/^[)\]}]/.test(text) && /^(?: {2})+$/.test(before) && lineStart(state.text, state.cursor) > 0) {
    return insert(deleteTo(state, state.cursor - 2), text)
  }
  const list = state.list?.to === state.cursor ? narrowList(state.list, state.text, text) : undefined
  return { ...insert(state, text), list }
}

const breakLine = (state: EditorState): EditorState => {
  const [start] = selectedRange(state) ?? [state.cursor]
  return insert(state, `\n${nextIndentation(state.text.slice(0, start))}`)
}

/** Without what lies between the cursor and `at`. */
const deleteTo = (state: EditorState, at: number): EditorState => {
  const from = Math.min(at, state.cursor)
  const to = Math.max(at, state.cursor)
  return withText(state, state.text.slice(0, from) + state.text.slice(to), from)
}

const killTo = (state: EditorState, at: number): EditorState => {
  const killed = state.text.slice(Math.min(at, state.cursor), Math.max(at, state.cursor))
  return killed === '' ? state : { ...deleteTo(state, at), killed }
}

const recall = (state: EditorState, direction: 1 | -1): EditorState => {
  const at = state.historyAt + direction
  if (at < 0 || at > state.history.length) return state
  const draft = state.historyAt === state.history.length ? state.text : state.draft
  const text = at === state.history.length ? draft : (state.history[at] ?? '')
  return { ...withText(state, text, text.length), draft, historyAt: at }
}

const pressEnter = (state: EditorState): EditorStep => {
  const { text, list } = state
  if (list !== undefined && list.selected >= 0) return step(withCursor(state, state.cursor))
  if (text.trim() === '') return text === '' ? step(state, { kind: 'abandon', text: '' }) : step(withText(state, '', 0))
  if (isIncomplete(text)) return step(breakLine(withCursor(state, text.length)))
  const closed = { ...withCursor(state, text.length), pending: true }
  return step(closed, { kind: 'evaluate', source: text })
}

const pressTab = (state: EditorState): EditorStep => {
  const selected = selectedRange(state)
  if (selected !== undefined) return pressTab(withCursor(state, selected[1]))
  if (state.list !== undefined) return step(cycleList(state, state.list, 1))
  const before = state.text.slice(lineStart(state.text, state.cursor), state.cursor)
  if (before.trim() === '' && state.text.trim() !== '') return step(insert(state, '  '))
  return step(state, { kind: 'complete', source: state.text, cursor: state.cursor })
}

const pressInterrupt = (state: EditorState): EditorStep =>
  step(
    { ...initialEditor(state.history), killed: state.text === '' ? state.killed : state.text },
    { kind: 'abandon', text: state.text },
  )

const pressEscape = (state: EditorState): EditorStep =>
  state.list === undefined ? step(state, { kind: 'leave' }) : step(withCursor(state, state.cursor))

/** Right and End take the suggestion over where there is one. */
const moveOn = (state: EditorState, to: number): EditorState =>
  state.suggestion !== '' && state.cursor === state.text.length
    ? insert(state, state.suggestion)
    : withCursor(state, to)

const pressNamed = (state: EditorState, name: KeyName): EditorStep => {
  const selecting = pressSelecting(state, name)
  if (selecting !== undefined) return selecting
  const { text, cursor } = state
  switch (name) {
    case 'enter':
      return pressEnter(state)
    case 'newline':
      return step(breakLine(state))
    case 'tab':
      return pressTab(state)
    case 'back-tab':
      return step(state.list === undefined ? state : cycleList(state, state.list, -1))
    case 'escape':
      return pressEscape(state)
    case 'left':
      return step(withCursor(state, previousCharacter(text, cursor)))
    case 'right':
      return step(moveOn(state, nextCharacter(text, cursor)))
    case 'word-left':
      return step(withCursor(state, previousWord(text, cursor)))
    case 'word-right':
      return step(moveOn(state, nextWord(text, cursor)))
    case 'home':
      return step(withCursor(state, lineStart(text, cursor)))
    case 'end':
      return step(moveOn(state, lineEnd(text, cursor)))
    case 'up': {
      if (state.list !== undefined) return step(cycleList(state, state.list, -1))
      const above = lineAbove(text, cursor)
      return step(above === undefined ? recall(state, -1) : withCursor(state, above))
    }
    case 'down': {
      if (state.list !== undefined) return step(cycleList(state, state.list, 1))
      const below = lineBelow(text, cursor)
      return step(below === undefined ? recall(state, 1) : withCursor(state, below))
    }
    case 'text-start':
      return step(withCursor(state, 0))
    case 'text-end':
      return step(moveOn(state, text.length))
    case 'backspace':
      return step(deleteTo(state, previousCharacter(text, cursor)))
    case 'delete':
      return step(deleteTo(state, nextCharacter(text, cursor)))
    case 'end-of-input':
      return text === '' ? step(state, { kind: 'leave' }) : step(deleteTo(state, nextCharacter(text, cursor)))
    case 'delete-word-left':
      return step(killTo(state, previousWord(text, cursor)))
    case 'delete-word-right':
      return step(killTo(state, nextWord(text, cursor)))
    case 'delete-to-start':
      return step(killTo(state, lineStart(text, cursor)))
    case 'delete-to-end': {
      const end = lineEnd(text, cursor)
      // At the end of a line the line break goes, as in other multi-line editors.
      return step(killTo(state, end === cursor ? Math.min(cursor + 1, text.length) : end))
    }
    case 'yank':
      return step(insert(state, state.killed))
    case 'search':
      return step(startSearch(state))
    case 'cancel':
    case 'interrupt':
      return pressInterrupt(state)
    case 'clear':
      return step(state, { kind: 'clear' })
    case 'inspect':
      return step(state, { kind: 'inspect' })
    // Of nothing that is selected.
    default:
      return step(state)
  }
}
