import { isPromise } from 'node:util/types'
import type { Evaluation, Output } from '../../shared/evaluation.ts'
import type { ValueView } from '../../shared/traceback.ts'
import type { Entered, EntryRequest } from '../capture/index.ts'
import { createFrameScratch } from './frame-scratch.ts'
import type { FrameScratch } from './frame-scratch.ts'
import type { ImportFrom } from './import-from.ts'
import { interpret } from './interpret.ts'
import type { StripTypes } from './interpret.ts'
import { openSink } from './output-capture.ts'
import type { OutputCapture, OutputSink } from './output-capture.ts'
import { messageOf, textOf, trimStack } from './result-text.ts'

/** The console of one frame: what was declared in it persists as long as the frame lives. */
export interface FrameConsole {
  evaluate(input: ConsoleInput): Promise<Evaluation>
  /** What was declared in it. */
  readonly scratch: object
}

export interface ConsoleInput {
  readonly source: string
  readonly mode: 'run' | 'peek'
  /** Milliseconds; of the synchronous part, and then once more of what is awaited. */
  readonly timeoutMs?: number
  /** The developer gave up waiting. */
  readonly signal?: AbortSignal
}

export interface FrameConsoleParts {
  /** Evaluates in the frame. */
  enter(request: EntryRequest): Entered
  readonly output: OutputCapture
  /** Describes a result for the page; real values, as a console shows them. */
  view(value: unknown): ValueView
  readonly helpers: Readonly<Record<string, unknown>>
  /** `file:` URL of the frame's own file. */
  readonly from: string | undefined
  readonly importFrom: ImportFrom
  readonly stripTypes: StripTypes
}

export const RUN_TIMEOUT_MS = 5000
export const PEEK_TIMEOUT_MS = 200
/** A console may ask for more, but nothing holds the app longer than this. */
const MAX_TIMEOUT_MS = 60_000

export function createFrameConsole(parts: FrameConsoleParts): FrameConsole {
  let scratch: FrameScratch | undefined
  const scratchOf = (): FrameScratch => (scratch ??= createFrameScratch(parts))

  return {
    get scratch() {
      return scratchOf().scope
    },
    async evaluate({ source, mode, timeoutMs, signal }) {
      const started = performance.now()
      const program = interpret(source, parts.stripTypes)
      switch (program.kind) {
        case 'empty':
          return {
            kind: 'value',
            value: { type: 'undefined', preview: 'undefined' },
            text: '',
            output: [],
            durationMs: 0,
          }
        case 'incomplete':
          return { kind: 'refused', code: 'incomplete', text: '' }
        case 'syntax':
          return { kind: 'refused', code: 'syntax', text: syntaxText(source, program) }
        case 'program':
      }
      const peek = mode === 'peek'
      if (peek && (program.awaits || program.declares.length > 0)) return sideEffect(program.awaits)
      const limit = Math.min(timeoutMs ?? (peek ? PEEK_TIMEOUT_MS : RUN_TIMEOUT_MS), MAX_TIMEOUT_MS)
      const sink = openSink()
      const { scope, declare, remember } = scratchOf()
      if (!peek) declare(program.declares)
      const entered = parts.output.run(sink, () =>
        parts.enter({ source: program.source, scratch: scope, peek, timeoutMs: limit }),
      )
      const settled = program.awaits && entered.kind === 'value' ? await settle(entered.value, limit, signal) : entered
      const durationMs = round(performance.now() - started)
      const output = finished(sink)
      switch (settled.kind) {
        case 'value': {
          if (isPromise(settled.value)) settled.value.then(undefined, () => undefined) // a console's promise must not end the app
          if (!peek && settled.value !== undefined) remember('_', settled.value)
          return {
            kind: 'value',
            value: parts.view(settled.value),
            text: resultText(settled.value, peek, parts),
            output,
            durationMs,
          }
        }
        case 'threw':
          if (!peek) remember('_error', settled.error)
          return { ...threw(settled.error, peek, parts), output, durationMs }
        case 'side-effect':
          return sideEffect(false)
        case 'timeout':
          return { kind: 'timeout', text: `stopped after ${limit} ms`, output, durationMs }
        case 'pending':
          return { kind: 'timeout', text: pendingText(settled.why, limit), output, durationMs }
        case 'gone':
          return { kind: 'refused', code: 'gone', text: `This frame can no longer be entered: ${settled.reason}.` }
      }
    },
  }
}

type Settled = Entered | { readonly kind: 'pending'; readonly why: 'timeout' | 'interrupted' }

/** Waits outside the pause, with the app running. What is not waited for any longer goes on by itself. */
async function settle(value: unknown, limit: number, signal: AbortSignal | undefined): Promise<Settled> {
  const answer = Promise.resolve(value).then(
    (result): Settled => ({ kind: 'value', value: result }),
    (error: unknown): Settled => ({ kind: 'threw', error }),
  )
  const giveUp = Promise.withResolvers<Settled>()
  const timer = setTimeout(() => {
    giveUp.resolve({ kind: 'pending', why: 'timeout' })
  }, limit)
  const onAbort = (): void => {
    giveUp.resolve({ kind: 'pending', why: 'interrupted' })
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([answer, giveUp.promise])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

function pendingText(why: 'timeout' | 'interrupted', limit: number): string {
  const what = why === 'timeout' ? `still pending after ${limit} ms` : 'interrupted'
  return `${what}; the promise goes on in the app`
}

function sideEffect(awaits: boolean): Evaluation {
  const why = awaits ? 'peek does not await' : 'it would have a side effect'
  return {
    kind: 'refused',
    code: 'side-effect',
    text: `Refused: ${why}. Nothing was changed; switch peek off to run it.`,
  }
}

/** In a peek not even the printing may run app code, which `inspect` does for accessor-named classes. */
function resultText(value: unknown, peek: boolean, { view }: FrameConsoleParts): string {
  return peek ? view(value).preview : textOf(value)
}

function threw(
  error: unknown,
  peek: boolean,
  parts: FrameConsoleParts,
): Omit<Extract<Evaluation, { kind: 'threw' }>, 'output' | 'durationMs'> {
  if (!Error.isError(error)) {
    const preview = parts.view(error).preview
    return { kind: 'threw', error: { name: 'Uncaught', message: preview, stack: '' }, text: `Uncaught ${preview}` }
  }
  const stack = peek ? '' : trimStack(stackOf(error))
  const name = typeof error.name === 'string' ? error.name : 'Error'
  const message = messageOf(error)
  const text = stack === '' ? `${name}: ${message}` : stack
  return { kind: 'threw', error: { name, message, stack }, text: `Uncaught ${text}` }
}

function stackOf(error: Error): string {
  try {
    return typeof error.stack === 'string' ? error.stack : ''
  } catch {
    return ''
  }
}

function syntaxText(
  source: string,
  { message, line, column }: { message: string; line: number; column: number },
): string {
  const text = source.split('\n')[line - 1] ?? ''
  return `SyntaxError: ${message}\n${text}\n${' '.repeat(Math.max(0, column - 1))}^`
}

function finished({ chunks, cut }: OutputSink): readonly Output[] {
  return cut === 0 ? [...chunks] : [...chunks, { stream: 'stderr', text: `\n… ${cut} more characters of output\n` }]
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000
}
