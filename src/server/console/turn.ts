import { isPromise } from 'node:util/types'
import { limited } from './time-limit.ts'

/**
 * What goes on after an input's first await runs outside the pause, where V8 stops nothing: a loop in it could keep the
 * app from ever doing anything else, and so could one in a function that a timer calls. Every `await` and every loop of
 * an input therefore goes through its turn.
 */
export interface Turn {
  /** What an `await` awaits; now and then the app gets its turn first. Throws once the developer has interrupted. */
  (value: unknown): unknown
  /** Called by every round of a loop of the input itself: throws as `keep` does, or once nobody waits any longer. */
  check(): void
  /** Called by every round of a loop in a function: throws where it held the app for too long. */
  keep(): void
  /** The app has had no turn for a while: `breathe` is to be awaited. */
  due(): boolean
  breathe(): Promise<void>
  /** What a timer is to call in a function's place: it is stopped after the limit. Of no timer of Node's, the function. */
  within(timer: unknown, callback: unknown): unknown
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
    // All of it would be the debugger's own.
    this.stack = `StoppedError: ${message}`
  }
}

/** Milliseconds without the event loop's turn, after which an await gives it one. */
const BREATH_MS = 20

/** Milliseconds beyond the limit: what runs in the pause is stopped by V8, which then says so. */
const GRACE_MS = 200

/** Milliseconds for a look at who has made a promise. */
const CONSTRUCTOR_MS = 100

/** Rounds of a loop for one look at the clock. */
const ROUNDS = 16

const then = Reflect.get(Promise.prototype, 'then') as (...args: readonly unknown[]) => unknown
const { setImmediate: startImmediate } = globalThis
const TIMERS: ReadonlySet<unknown> = new Set([setTimeout, setInterval, setImmediate, queueMicrotask])

export function createTurns(limitMs: number, now: () => number): Turns {
  /** When the event loop has had its turn, as far as known. */
  let breath = 0
  /** It has had one since `breath`. */
  let turned = true
  /** Milliseconds in which it had turns only because they were given to it. */
  let busy = 0
  let rounds = 0
  let over: 'timeout' | 'interrupted' | undefined

  const begin = (): void => {
    breath = now()
    turned = false
    startImmediate(() => (turned = true))
  }
  const held = (): number => {
    if (turned) {
      busy = 0
      begin()
    }
    return now() - breath
  }
  const stopWhenInterrupted = (): void => {
    if (over === 'interrupted') throw new StoppedError('The input was interrupted')
  }
  const stopWhenBusy = (): void => {
    if (busy > limitMs) throw new StoppedError(`The input kept the app busy for more than ${limitMs} ms`)
  }
  const breathe = async (): Promise<void> => {
    busy += held()
    stopWhenBusy()
    await new Promise((resolve) => startImmediate(resolve))
    begin()
    stopWhenInterrupted()
  }
  const afterOthers = async (value: unknown): Promise<unknown> => {
    ignoreRejection(value)
    await breathe()
    return value
  }
  const turn = (value: unknown): unknown => {
    if (over === 'interrupted') {
      ignoreRejection(value)
      stopWhenInterrupted()
    }
    return held() < BREATH_MS ? value : afterOthers(value)
  }
  const keep = (): void => {
    stopWhenInterrupted()
    stopWhenBusy()
    if (++rounds % ROUNDS === 0 && held() > limitMs + GRACE_MS)
      throw new StoppedError(`The loop held the app for more than ${limitMs} ms`)
  }
  const check = (): void => {
    if (over === 'timeout') throw new StoppedError('Nobody waits for this loop any longer')
    keep()
  }
  const within = (timer: unknown, callback: unknown): unknown => {
    if (!TIMERS.has(timer) || typeof callback !== 'function') return callback
    return function (this: unknown, ...args: unknown[]): unknown {
      const ran = limited<unknown>(() => Reflect.apply(callback, this, args), limitMs)
      if (ran.kind === 'value') return ran.value
      if (ran.kind === 'threw') throw ran.error
      throw new StoppedError(`A function that a timer called held the app for more than ${limitMs} ms`)
    }
  }
  return {
    turn: Object.assign(turn, { check, keep, due: () => held() >= BREATH_MS, breathe, within }),
    giveUp(why) {
      over = why
    },
  }
}

/** A promise that nobody awaits must not end the app when it is rejected. */
export function ignoreRejection(value: unknown): void {
  onRejection(value, () => undefined)
}

/** As `ignoreRejection`; calls back where it comes later than now. */
export function onLateRejection(value: unknown, tell: (reason: unknown) => void): void {
  let late = false
  onRejection(value, (reason) => {
    if (late) tell(reason)
  })
  queueMicrotask(() => (late = true))
}

function onRejection(value: unknown, tell: (reason: unknown) => void): void {
  if (!isPromise(value)) return
  // Its `constructor` may be somebody's own, which throws or takes for ever: then nobody is told.
  limited(() => Reflect.apply(then, value, [undefined, tell]), CONSTRUCTOR_MS)
}
