import { shorten } from '../text/visible-text.ts'
import { BRACKETED_PASTE_ON, CLEAR_ALL, paint } from './ansi.ts'
import { applyCompletion } from './completion-list.ts'
import { decodeKeys, type EditorKey, type Pointed } from './editor-key.ts'
import { type EditorEffect, type EditorState, initialEditor, selectedRange, withHistory } from './editor-state.ts'
import { whatToAnnounce } from './editor-speech.ts'
import type { FrameEvaluator } from './frame-evaluator.ts'
import { pressKey, settleEvaluation } from './line-editor.ts'
import { createLinkRegistry } from './link-registry.ts'
import { createLookAhead } from './look-ahead.ts'
import { clipLayout, layOutPrompt, type PromptLayout, spotAt } from './prompt-layout.ts'
import { createPainter } from './prompt-painter.ts'
import {
  describeCopy,
  describeEvaluation,
  describeRequestFailure,
  isAnswered,
  type TranscriptLine,
} from './transcript.ts'
import { paintTranscript } from './transcript-ansi.ts'
import { wrapWords } from './wrap-words.ts'

/** The terminal as the session sees it. */
export interface TerminalPort {
  readonly columns: () => number
  readonly rows: () => number
  readonly write: (data: string) => void
  /** Tells a screen reader what came of an input. */
  readonly announce: (text: string) => void
}

export interface ConsoleSession {
  /** What the terminal reports: keys, pasted text. */
  readonly receive: (data: string) => void
  readonly press: (key: EditorKey) => void
  /** Completions are on offer: Shift-Tab then goes through them instead of leaving the terminal. */
  readonly isListing: () => boolean
  /** Something is selected in the prompt: to copy and to cut mean that. */
  readonly isSelecting: () => boolean
  /** A click on a cell; rows are counted from the one with the cursor, which is 0. */
  readonly click: (row: number, column: number) => void
  /** Whether a click there would choose from the list. */
  readonly isChoice: (row: number, column: number) => boolean
  /** A click on a link in the transcript. */
  readonly followLink: (target: string) => void
  /** Around a change of size: the prompt goes before and comes back after. */
  readonly beforeResize: () => void
  readonly afterResize: () => void
  /** What is typed and not yet run goes into the history, because the page is left. */
  readonly keepDraft: () => void
  readonly dispose: () => void
}

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const SPINNER_MS = 100
const NO_EXTRAS = { preview: '', running: '' }

/** Joins editor, evaluator and terminal of one frame. */
export const createConsoleSession = (port: TerminalPort, evaluator: FrameEvaluator): ConsoleSession => {
  const painter = createPainter()
  const links = createLinkRegistry(evaluator)
  let editor = initialEditor(evaluator.history.entries())
  let preview = ''
  let spin = 0
  let spinner: ReturnType<typeof setInterval> | undefined
  let running: AbortController | undefined
  let drawn: PromptLayout | undefined
  let hidden = false
  let disposed = false
  /** Keys typed while an evaluation runs; they are meant for the next prompt. */
  let waiting: EditorKey[] = []

  const draw = (): void => {
    if (hidden || disposed) return
    // Most answers are there before the first turn, and then nothing flickers.
    const sign =
      spinner === undefined || spin === 0 ? '' : `${SPINNER.charAt(spin % SPINNER.length)} running, Ctrl-C interrupts`
    drawn = clipLayout(layOutPrompt(editor, { preview, running: sign }, port.columns()), port.rows())
    port.write(painter.draw(drawn))
  }

  const lookAhead = createLookAhead(evaluator, {
    suggest: (update) => {
      editor = update(editor)
      draw()
      return editor.suggestion
    },
    preview: (text) => {
      if (preview === text) return
      preview = text
      draw()
    },
  })

  /** Leaves the prompt as it is in the scrollback, with `after` behind the text. */
  const commit = (text: string, after: string): void => {
    // No cursor: the scrollback shows no matching bracket either.
    const shown = { ...initialEditor([]), text, cursor: -1 }
    const layout = layOutPrompt(shown, NO_EXTRAS, port.columns())
    const rows = layout.rows.map((row, index) => (index === layout.rows.length - 1 ? row + after : row))
    port.write(painter.commit({ cursorRow: 0, cursorColumn: -1, rows }))
  }

  const print = (source: string, lines: readonly TranscriptLine[]): void => {
    port.announce(lines.map(({ text }) => shorten(text, 1000)).join('\n'))
    // What the input threw is known by another name than what it gives.
    const answerLinks = links.linksOf(lines.some(({ kind }) => kind === 'error') ? '_error' : source)
    for (const line of lines) {
      // Our own sentences; what the app says stays as it is.
      const shown = line.kind === 'note' ? { ...line, text: wrapWords(line.text, port.columns()) } : line
      port.write(paintTranscript(shown, answerLinks))
    }
  }

  const startSpinner = (): void => {
    spin = 0
    spinner = setInterval(() => {
      spin++
      draw()
    }, SPINNER_MS)
  }

  const evaluate = async (source: string): Promise<void> => {
    const { signal } = (running = new AbortController())
    startSpinner()
    const result = await evaluator.evaluate(source, signal)
    clearInterval(spinner)
    spinner = undefined
    running = undefined
    if (disposed) return
    const copy = result.ok && result.value.kind === 'value' ? result.value.copy : undefined
    const copied = copy === undefined ? [] : describeCopy(copy, await evaluator.copy(copy))
    if (result.ok) evaluator.noteAnswer()
    else evaluator.noteFailure(result.failure)
    if (result.ok && result.value.kind === 'refused' && result.value.code === 'incomplete') {
      editor = settleEvaluation(editor, 'incomplete', editor.history)
    } else {
      const answered = result.ok || isAnswered(result.failure)
      commit(source, '')
      print(
        source,
        result.ok ? [...describeEvaluation(result.value), ...copied] : describeRequestFailure(result.failure),
      )
      if (answered) evaluator.history.append(source)
      editor = settleEvaluation(editor, answered ? 'done' : 'kept', evaluator.history.entries())
    }
    draw()
    const keys = waiting
    waiting = []
    for (const key of keys) press(key)
  }

  const complete = async (source: string, cursor: number): Promise<void> => {
    const result = await evaluator.complete(source, cursor, new AbortController().signal)
    if (!result.ok || disposed) return
    const before = editor
    editor = applyCompletion(editor, result.value, source)
    changed(before)
  }

  const copy = async (text: string): Promise<void> => {
    const copied = await evaluator.copy(text)
    if (disposed) return
    if (copied) {
      port.announce('copied')
      return
    }
    port.write(painter.erase())
    print('', describeCopy(text, false))
    draw()
  }

  const run = (effect: EditorEffect): void => {
    switch (effect.kind) {
      case 'evaluate':
        void evaluate(effect.source)
        return
      case 'complete':
        void complete(effect.source, effect.cursor)
        return
      case 'interrupt':
        running?.abort()
        return
      case 'abandon':
        commit(effect.text, effect.text === '' ? '' : paint('dim', '^C'))
        return
      case 'copy':
        void copy(effect.text)
        return
      case 'clear':
        port.write(painter.erase() + CLEAR_ALL)
        return
      case 'leave':
        evaluator.leave()
        return
      case 'inspect':
        links.inspectLast()
    }
  }

  const changed = (before: EditorState): void => {
    draw()
    const speech = whatToAnnounce(before, editor)
    if (speech !== undefined) port.announce(speech)
    lookAhead.follow(editor)
  }

  const press = (key: EditorKey): void => {
    const interrupts = key.kind === 'press' && (key.name === 'interrupt' || key.name === 'escape')
    if (editor.pending && !interrupts) {
      if (key.kind !== 'item' && key.kind !== 'cursor') waiting.push(key)
      return
    }
    if (editor.pending && key.kind === 'press' && key.name === 'escape') {
      evaluator.leave()
      return
    }
    if (editor.pending) waiting = []
    const before = editor
    const next = pressKey(withHistory(editor, evaluator.history.entries()), key)
    editor = next.state
    for (const effect of next.effects) run(effect)
    changed(before)
  }

  const pointedAt = (row: number, column: number): Pointed | undefined =>
    drawn === undefined || hidden ? undefined : spotAt(drawn, drawn.cursorRow + row, column)

  const keepDraft = (): void => {
    if (!evaluator.history.entries().includes(editor.text)) evaluator.history.append(editor.text)
  }

  port.write(BRACKETED_PASTE_ON)
  draw()
  const stopHearing = evaluator.hear(({ name, value }) => {
    port.write(painter.erase())
    print(name, [{ kind: 'result', value, text: `${name} = ${value.preview}` }])
    draw()
  })
  return {
    keepDraft,
    press,
    isListing: () => editor.list !== undefined,
    isSelecting: () => selectedRange(editor) !== undefined,
    receive: (data) => {
      for (const key of decodeKeys(data)) press(key)
    },
    click: (row, column) => {
      const pointed = pointedAt(row, column)
      if (pointed !== undefined) press(pointed)
    },
    isChoice: (row, column) => pointedAt(row, column)?.kind === 'item',
    followLink: links.follow,
    beforeResize: () => {
      port.write(painter.erase())
      hidden = true
    },
    afterResize: () => {
      hidden = false
      draw()
    },
    dispose: () => {
      keepDraft()
      disposed = true
      stopHearing()
      lookAhead.stop()
      clearInterval(spinner)
      running?.abort()
    },
  }
}
