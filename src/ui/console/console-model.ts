import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ValueView } from '../../shared/traceback.ts'
import type { ApiClient } from '../client/api.ts'
import type { PageSession } from '../page/page-session.ts'
import { type KeyValueStorage, readFlag, writeFlag } from '../page/stored-preference.ts'
import { createEvaluator, type FrameEvaluator } from './frame-evaluator.ts'
import { createHistory } from './history.ts'
import type { OpenPosition } from './source-position.ts'

/** The docked pane: whether it is open, in which mode, and the evaluators behind it. */
export interface ConsoleModel {
  readonly open: ReadonlySignal<boolean>
  readonly peek: Signal<boolean>
  /** Counts the wishes to type into the console; the pane answers each by taking the focus. */
  readonly focusWishes: ReadonlySignal<number>
  readonly setOpen: (open: boolean) => void
  readonly enter: () => void
  readonly evaluatorOf: (frame: number) => FrameEvaluator
}

interface ConsoleModelParts {
  readonly client: ApiClient
  readonly session: PageSession
  readonly tracebackId: string
  readonly project: string
  readonly storage: KeyValueStorage | undefined
  readonly inspect: (label: string, value: ValueView) => void
  readonly openPosition: OpenPosition
  readonly leave: () => void
}

const OPEN_KEY = 'inquest:console-open'

export const createConsoleModel = (parts: ConsoleModelParts): ConsoleModel => {
  // Who has used the console once wants it on the next page, too.
  const open = signal(readFlag(parts.storage, OPEN_KEY))
  const peek = signal(false)
  const focusWishes = signal(0)
  const history = createHistory(parts.project, parts.storage)
  const evaluators = new Map<number, FrameEvaluator>()

  const setOpen = (wanted: boolean): void => {
    open.value = wanted
    writeFlag(parts.storage, OPEN_KEY, wanted)
  }

  return {
    open,
    peek,
    focusWishes,
    setOpen,
    enter: () => {
      setOpen(true)
      focusWishes.value++
    },
    evaluatorOf: (frame) => {
      const known = evaluators.get(frame)
      if (known !== undefined) return known
      const made = createEvaluator({
        client: parts.client,
        tracebackId: parts.tracebackId,
        frame,
        history,
        isPeek: () => peek.value,
        inspect: parts.inspect,
        openPosition: parts.openPosition,
        leave: parts.leave,
        noteFailure: parts.session.noteFailure,
        noteAnswer: parts.session.noteAnswer,
      })
      evaluators.set(frame, made)
      return made
    },
  }
}
