import { isPromise } from 'node:util/types'

/**
 * An awaiting input runs outside the pause, where V8 stops nothing: a loop in it could keep the app from ever doing
 * anything else. Every `await` and every loop at its top level therefore goes through its turn.
 */
export interface Turn {
  /** What an `await` awaits; now and then the app gets its turn first. Throws once the developer has interrupted. */
  (value: unknown): unknown
  /** Called by every round of a loop: throws where it held the app for too long, or nobody waits for it any longer. */
  check(): void
}

export interface Turns {
  readonly turn: Turn
  /** Nobody waits any longer. A timeout only ends loops, an interruption ends the input at its next await. */
  giveUp(why: 'timeout' | 'interrupted'): void
}

export class StoppedError extends Error {
  readonly code = 'INQUEST_STOPPED'
  constructor(message: string) {
    super(message)
    this.name = 'StoppedError'
  }
}

/** Milliseconds without the event loop's turn, after which an await gives it one. */
const BREATH_MS = 20

const then = Reflect.get(Promise.prototype, 'then') as (...args: readonly unknown[]) => unknown

export function createTurns(limitMs: number, now: () => number): Turns {
  let breath = now()
  let over: 'timeout' | 'interrupted' | undefined
  const stopWhenInterrupted = (): void => {
    if (over === 'interrupted') throw new StoppedError('The input was interrupted')
  }
  const afterOthers = async (value: unknown): Promise<unknown> => {
    const result: unknown = await value
    await new Promise((resolve) => setImmediate(resolve))
    breath = now()
    stopWhenInterrupted()
    return result
  }
  const turn = (value: unknown): unknown => {
    if (over === 'interrupted') {
      ignoreRejection(value)
      stopWhenInterrupted()
    }
    return now() - breath < BREATH_MS ? value : afterOthers(value)
  }
  const check = (): void => {
    if (over !== undefined) throw new StoppedError('Nobody waits for this loop any longer')
    if (now() - breath > limitMs) throw new StoppedError(`The loop held the app for more than ${limitMs} ms`)
  }
  return {
    turn: Object.assign(turn, { check }),
    giveUp(why) {
      over = why
    },
  }
}

/** A promise that nobody awaits must not end the app when it is rejected. */
export function ignoreRejection(value: unknown): void {
  if (!isPromise(value)) return
  try {
    Reflect.apply(then, value, [undefined, () => undefined])
  } catch {
    // its `constructor` is somebody's own and throws
  }
}
