import { isPromise } from 'node:util/types'
import { isObject } from './own-value.ts'
import { limited } from './time-limit.ts'
import type { Limited } from './time-limit.ts'

/** An input that awaits, as a generator: it yields what it awaits, and each part between two awaits is a step. */
export type Steps = (turn: unknown, readArguments: unknown) => Generator<unknown, unknown, unknown>

export interface DriveOptions {
  /** Milliseconds that each step may take. */
  readonly limit: number
  /** The frame's `this`. */
  readonly self: unknown
  readonly turn: unknown
  /** Gives the frame's `arguments`. */
  readonly readArguments: unknown
  /** Runs it without a pause for what it throws (V8 reads the stack then, under no limit) and where it can be ended. */
  contain(work: () => void): void
  /** A step was stopped, and has not come to its end. */
  onStopped(): void
}

const { apply } = Reflect
const NativePromise = Promise
const { next, throw: raise } = Object.getPrototypeOf(
  (function* () {
    yield // nothing: only its prototype is of interest
  })(),
) as Generator

/**
 * Lets an input go on from one await to the next, with the app running in between. What a step does is what an async
 * function would do, at the same turn of the microtasks; only that V8 stops what takes longer than the limit.
 */
export function drive(
  steps: Steps,
  { limit, self, turn, readArguments, contain, onStopped }: DriveOptions,
): Promise<Limited<unknown>> {
  const { promise, resolve } = Promise.withResolvers<Limited<unknown>>()
  const finish = (outcome: Limited<unknown>): void => {
    // Resolving looks for a `then`, which somebody may have put on the prototype of all objects.
    resolve(Object.setPrototypeOf(outcome, null) as Limited<unknown>)
    if (outcome.kind === 'timeout') onStopped()
  }
  const stoppable = <T>(work: () => T): Limited<T> => {
    let ran = undefined as Limited<T> | undefined
    contain(() => (ran = limited(work, limit)))
    return ran ?? { kind: 'timeout' }
  }
  const step = (work: () => IteratorResult<unknown, unknown>): void => {
    const ran = stoppable(() => {
      const { done, value } = work()
      if (done === true) return [value]
      void goOnAfter(value)
      return undefined
    })
    if (ran.kind !== 'value') finish(ran)
    else if (ran.value !== undefined) finish({ kind: 'value', value: ran.value[0] })
  }
  const goOnAfter = async (awaited: unknown): Promise<void> => {
    let given: unknown
    try {
      given = await withinLimit(awaited)
    } catch (error) {
      step(() => apply(raise, generator, [error]) as IteratorResult<unknown, unknown>)
      return
    }
    step(() => apply(next, generator, [given]) as IteratorResult<unknown, unknown>)
  }
  /** What is to be awaited instead, so that a `then` of somebody's own is stopped, too. */
  const withinLimit = (awaited: unknown): unknown => {
    if (!isObject(awaited)) return awaited
    let then: unknown
    try {
      if (isPromise(awaited) && awaited.constructor === NativePromise) return awaited
      then = (awaited as { readonly then?: unknown }).then
    } catch (error) {
      return rejected(error)
    }
    if (typeof then !== 'function') return awaited
    const call = then
    return {
      __proto__: null,
      then(...settle: unknown[]): void {
        const ran = stoppable<unknown>(() => apply(call, awaited, settle))
        if (ran.kind === 'threw') throw ran.error
        if (ran.kind === 'timeout') finish(ran)
      },
    }
  }

  const generator = apply(steps, self, [turn, readArguments])
  step(() => apply(next, generator, []) as IteratorResult<unknown, unknown>)
  return promise
}

// eslint-disable-next-line @typescript-eslint/require-await -- makes a promise without asking anybody's `Promise`
async function rejected(error: unknown): Promise<never> {
  throw error
}
