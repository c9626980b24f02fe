import type { Completion, Evaluation } from '../../shared/evaluation.ts'
import type { KeptVariable, ValueView } from '../../shared/traceback.ts'
import type { ApiClient } from '../client/api.ts'
import type { ClientFailure, Result } from '../client/failure-words.ts'
import { copyText } from '../page/clipboard.ts'
import type { ConsoleHistory } from './history.ts'
import type { OpenPosition } from './source-position.ts'

/** What a console needs to know of the frame it belongs to, whichever kind of console it is. */
export interface FrameEvaluator {
  readonly history: ConsoleHistory
  readonly evaluate: (source: string, signal: AbortSignal) => Promise<Result<Evaluation>>
  /** A look at what the input would give; never anything but a peek. */
  readonly preview: (source: string, signal: AbortSignal) => Promise<Result<Evaluation>>
  readonly complete: (source: string, cursor: number, signal: AbortSignal) => Promise<Result<Completion>>
  /** Opens a result in the tree. */
  readonly inspect: (label: string, value: ValueView) => void
  readonly openPosition: OpenPosition
  /** What `copy(x)` gives goes to the clipboard. False: the browser does not let it. */
  readonly copy: (text: string) => Promise<boolean>
  readonly leave: () => void
  /** A value of the tree that this console now has a variable for; told to whoever shows the console, or comes to. */
  readonly tell: (kept: KeptVariable) => void
  /** Returns what ends it. */
  readonly hear: (listener: (kept: KeptVariable) => void) => () => void
  /** Failures that concern the whole page (offline, session ended). */
  readonly noteFailure: (failure: ClientFailure) => void
  readonly noteAnswer: () => void
}

/** Milliseconds a preview may take: it must not be felt by the app. */
const PREVIEW_TIMEOUT_MS = 100

interface Surroundings {
  readonly client: ApiClient
  readonly tracebackId: string
  readonly frame: number
  readonly history: ConsoleHistory
  readonly isPeek: () => boolean
  readonly inspect: (label: string, value: ValueView) => void
  readonly openPosition: OpenPosition
  readonly leave: () => void
  readonly noteFailure: (failure: ClientFailure) => void
  readonly noteAnswer: () => void
}

const createNews = (): Pick<FrameEvaluator, 'tell' | 'hear'> => {
  let listener: ((kept: KeptVariable) => void) | undefined
  let untold: readonly KeptVariable[] = []
  return {
    tell: (kept) => {
      if (listener === undefined) untold = [...untold, kept]
      else listener(kept)
    },
    hear: (wanted) => {
      listener = wanted
      const told = untold
      untold = []
      told.forEach(wanted)
      return () => {
        if (listener === wanted) listener = undefined
      }
    },
  }
}

export const createEvaluator = (parts: Surroundings): FrameEvaluator => ({
  ...createNews(),
  history: parts.history,
  inspect: parts.inspect,
  openPosition: parts.openPosition,
  leave: parts.leave,
  copy: copyText,
  noteFailure: parts.noteFailure,
  noteAnswer: parts.noteAnswer,
  evaluate: (source, signal) =>
    parts.client.evaluate(parts.tracebackId, parts.frame, { source, mode: parts.isPeek() ? 'peek' : 'run' }, signal),
  preview: (source, signal) =>
    parts.client.evaluate(
      parts.tracebackId,
      parts.frame,
      { source, mode: 'peek', timeoutMs: PREVIEW_TIMEOUT_MS },
      signal,
    ),
  complete: (source, cursor, signal) => parts.client.complete(parts.tracebackId, parts.frame, source, cursor, signal),
})
