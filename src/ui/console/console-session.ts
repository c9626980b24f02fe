import type { ValueView } from '../../shared/traceback.ts'
import { shorten } from '../text/visible-text.ts'
import { BRACKETED_PASTE_ON, CLEAR_ALL, paint } from './ansi.ts'
import { applyCompletion } from './completion-list.ts'
import { decodeKeys, type EditorKey } from './editor-key.ts'
import { type EditorEffect, initialEditor, withHistory } from './editor-state.ts'
import type { FrameEvaluator } from './frame-evaluator.ts'
import { pressKey, settleEvaluation } from './line-editor.ts'
import { createLookAhead } from './look-ahead.ts'
import { clipLayout, layOutPrompt } from './prompt-layout.ts'
import { createPainter } from './prompt-painter.ts'
import { describeEvaluation, describeRequestFailure, isAnswered, type TranscriptLine } from './transcript.ts'
import { paintTranscript } from './transcript-ansi.ts'

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
  /** A click on a link in the transcript. */
  readonly followLink: (target: string) => void
  /** Around a change of size: the prompt goes before and comes back after. */
  readonly beforeResize: () => void
  readonly afterResize: () => void
  readonly dispose: () => void
}

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const SPINNER_MS = 100
const NO_EXTRAS = { preview: '', running: '' }

/** Joins editor, evaluator and terminal of one frame. */
export const createConsoleSession = (port: TerminalPort, evaluator: FrameEvaluator): ConsoleSession => {
  const painter = createPainter()
  const links = new Map<string, { label: string; value: ValueView }>()
  let editor = initialEditor(evaluator.history.entries())
  let preview = ''
  let spin = 0
  let spinner: ReturnType<typeof setInterval> | undefined
  let running: AbortController | undefined
  let hidden = false
  let disposed = false
  /** Keys typed while an evaluation runs; they are meant for the next prompt. */
  let waiting: EditorKey[] = []

  const draw = (): void => {
    if (hidden || disposed) return
    // Most answers are there before the first turn, and then nothing flickers.
    const sign =
      spinner === undefined || spin === 0 ? '' : `${SPINNER.charAt(spin % SPINNER.length)} running, Ctrl-C interrupts`
    const layout = layOutPrompt(editor, { preview, running: sign }, port.columns())
    port.write(painter.draw(clipLayout(layout, port.rows())))
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
    port.write(painter.commit({ ...layout, cursorRow: 0, cursorColumn: -1, rows }))
  }

  const linkTo = (source: string, value: ValueView): string | undefined => {
    if (value.ref === undefined) return undefined
    const target = `inquest:result-${links.size + 1}`
    links.set(target, { label: shorten(source.replace(/\s+/g, ' '), 40), value })
    return target
  }

  const print = (source: string, lines: readonly TranscriptLine[]): void => {
    port.announce(lines.map(({ text }) => shorten(text, 1000)).join('\n'))
    for (const line of lines) {
      port.write(paintTranscript(line, line.kind === 'result' ? linkTo(source, line.value) : undefined))
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
    if (result.ok) evaluator.noteAnswer()
    else evaluator.noteFailure(result.failure)
    if (result.ok && result.value.kind === 'refused' && result.value.code === 'incomplete') {
      editor = settleEvaluation(editor, 'incomplete', editor.history)
    } else {
      const answered = result.ok || isAnswered(result.failure)
      commit(source, '')
      print(source, result.ok ? describeEvaluation(result.value) : describeRequestFailure(result.failure))
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
    editor = applyCompletion(editor, result.value, source)
    changed()
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
      case 'clear':
        port.write(painter.erase() + CLEAR_ALL)
        return
      case 'leave':
        evaluator.leave()
        return
      case 'inspect': {
        const last = [...links.values()].at(-1)
        if (last !== undefined) evaluator.inspect(last.label, last.value)
      }
    }
  }

  const changed = (): void => {
    draw()
    lookAhead.follow(editor)
  }

  const press = (key: EditorKey): void => {
    const interrupts = key.kind === 'press' && (key.name === 'interrupt' || key.name === 'escape')
    if (editor.pending && !interrupts) {
      waiting.push(key)
      return
    }
    if (editor.pending && key.kind === 'press' && key.name === 'escape') {
      evaluator.leave()
      return
    }
    if (editor.pending) waiting = []
    const next = pressKey(withHistory(editor, evaluator.history.entries()), key)
    editor = next.state
    for (const effect of next.effects) run(effect)
    changed()
  }

  port.write(BRACKETED_PASTE_ON)
  draw()
  return {
    press,
    isListing: () => editor.list !== undefined,
    receive: (data) => {
      for (const key of decodeKeys(data)) press(key)
    },
    followLink: (target) => {
      const link = links.get(target)
      if (link !== undefined) evaluator.inspect(link.label, link.value)
    },
    beforeResize: () => {
      port.write(painter.erase())
      hidden = true
    },
    afterResize: () => {
      hidden = false
      draw()
    },
    dispose: () => {
      disposed = true
      lookAhead.stop()
      clearInterval(spinner)
      running?.abort()
    },
  }
}
