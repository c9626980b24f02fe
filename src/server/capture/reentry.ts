import type { CapturedFrame } from './capture.ts'
import { PAUSE_GROUP, argumentOf } from './frame-reader.ts'
import { InspectorCommandError } from './inspector-session.ts'
import { withoutPromises } from './peek-promises.ts'
import type {
  CallArgument,
  ExceptionDetails,
  InspectorSession,
  PausedEvent,
  RemoteObject,
} from './inspector-session.ts'

/** Entering a dead frame again: its re-entry function stops inside the frame's scope, and there code is evaluated. */
export interface Reentry {
  enter(frame: CapturedFrame, request: EntryRequest): Entered
}

export interface EntryRequest {
  /** An expression or script; its completion value is the result. */
  readonly source: string
  /** Names that the evaluated code sees before those of the frame; what it declares there persists. */
  readonly scratch: object
  /** Refuses whatever would have a side effect before it happens. */
  readonly peek: boolean
  /** Of the synchronous part. */
  readonly timeoutMs: number
}

export type Entered =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'side-effect' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'gone'; readonly reason: string }

interface ReentryParts {
  readonly session: InspectorSession
  takeObjects(handles: readonly CallArgument[]): readonly unknown[]
  /** Gets ready to stop, with pausing on exceptions switched off; undone by what it returns. */
  prepare(): () => void
}

type EvaluateReply = { readonly result: RemoteObject; readonly exceptionDetails?: ExceptionDetails }

export interface PausingReentry extends Reentry {
  /** Whether the pause was one of ours. */
  onPaused(event: PausedEvent): boolean
}

export function createReentry({ session, takeObjects, prepare }: ReentryParts): PausingReentry {
  let request: EntryRequest | undefined
  let entered: Entered | undefined

  const evaluate = (event: PausedEvent, { source, peek, timeoutMs }: EntryRequest): Entered => {
    const top = event.callFrames[0]
    if (top === undefined) return { kind: 'gone', reason: 'V8 stopped without a frame' }
    let reply: EvaluateReply
    try {
      const post = (): EvaluateReply =>
        session.post<EvaluateReply>('Debugger.evaluateOnCallFrame', {
          callFrameId: top.callFrameId,
          expression: source,
          throwOnSideEffect: peek,
          timeout: timeoutMs,
          objectGroup: PAUSE_GROUP,
          silent: true,
        })
      reply = peek ? withoutPromises(post) : post()
    } catch (failure) {
      // V8 answers a terminated evaluation with a failed command.
      if (failure instanceof InspectorCommandError) return { kind: 'timeout' }
      throw failure
    }
    const details = reply.exceptionDetails
    if (details === undefined) {
      const { result } = reply
      // Numbers and the like are all in the reply.
      if (isPlain(result)) return { kind: 'value', value: result.value }
      return { kind: 'value', value: takeObjects([argumentOf(result)])[0] }
    }
    if (peek && isSideEffectRefusal(details)) return { kind: 'side-effect' }
    const thrown = details.exception
    return {
      kind: 'threw',
      error: thrown === undefined ? new Error(details.text) : takeObjects([argumentOf(thrown)])[0],
    }
  }

  return {
    onPaused(event) {
      const mine = request
      if (mine === undefined) return false
      request = undefined
      try {
        entered = evaluate(event, mine)
      } catch (failure) {
        entered = { kind: 'gone', reason: failure instanceof Error ? failure.message : 'the inspector failed' }
      } finally {
        session.post('Runtime.releaseObjectGroup', { objectGroup: PAUSE_GROUP })
        session.post('Runtime.releaseObjectGroup', { objectGroup: 'backtrace' })
      }
      return true
    },
    enter(frame, wanted) {
      const { entry } = frame
      if (entry === undefined) return { kind: 'gone', reason: frame.reason ?? 'the frame is not live' }
      // No function around it: V8 describes each scope of each function on the stack, which is most of what this takes.
      const undo = prepare()
      entered = undefined
      request = wanted
      try {
        Reflect.apply(entry(wanted.scratch), frame.self, frame.args ?? [])
      } finally {
        request = undefined
        undo()
      }
      const result = entered as Entered | undefined
      entered = undefined
      return result ?? { kind: 'gone', reason: 'V8 did not stop in the frame; is a debugger attached?' }
    },
  }
}

function isPlain({ type, value }: RemoteObject): boolean {
  return typeof value === type && (type === 'number' || type === 'boolean')
}

/** V8's own words (`kNoSideEffects`); there is no code to go by. */
function isSideEffectRefusal(details: ExceptionDetails): boolean {
  const { exception } = details
  return (
    exception?.className === 'EvalError' &&
    exception.description?.startsWith('EvalError: Possible side-effect in debug-evaluate') === true
  )
}
