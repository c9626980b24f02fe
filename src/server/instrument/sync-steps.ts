import { closingRules, type StepFailure } from './engine-closing.ts'
import { apply, isObject, promiseResolve, promiseThen, type Properties } from './primordials.ts'
import { Step } from './step.ts'

const asyncIterator: typeof Symbol.asyncIterator = Symbol.asyncIterator

/**
 * A synchronous iterator in a `for await`: what the language calls CreateAsyncFromSyncIterator, with failing steps that
 * throw in the loop's frame. Follows ES2025: a rejected value closes the iterator (V8 does so since 13.6).
 */
export class SyncSteps {
  readonly #iterator: Properties
  readonly #next: unknown

  constructor(iterator: Properties, next: unknown) {
    this.#iterator = iterator
    this.#next = next
  }

  [asyncIterator](): this {
    return this
  }

  next(): unknown {
    let done: boolean
    let value: unknown
    let failure: StepFailure = 'call'
    try {
      const result = call(this.#next, this.#iterator)
      failure = 'shape'
      if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`)
      failure = 'read'
      done = Boolean(result.done)
      value = result.value
    } catch (error) {
      if (closingRules()[failure]) close(this.#iterator)
      return Step.failed(error)
    }
    const fail = (error: unknown): Step => {
      if (!done) close(this.#iterator)
      return Step.failed(error)
    }
    try {
      return promiseThen(promiseResolve(value), (awaited) => plainResult(done, awaited), fail)
    } catch (error) {
      return fail(error)
    }
  }

  async return(): Promise<unknown> {
    const method = this.#iterator.return
    if (method === undefined || method === null) return plainResult(true, undefined)
    const result = call(method, this.#iterator)
    if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`)
    const done = Boolean(result.done)
    return plainResult(done, await result.value)
  }
}

function call(method: unknown, iterator: Properties): unknown {
  if (typeof method !== 'function') throw new TypeError(`${typeof method} is not a function`)
  return apply(method, iterator, [])
}

/** Closing after a failure: the failure is what counts, whatever `return` does. */
function close(iterator: Properties): void {
  try {
    const method = iterator.return
    if (method !== undefined && method !== null) apply(method, iterator, [])
  } catch {
    // The language drops it, too.
  }
}

function plainResult(done: boolean, value: unknown): object {
  return { __proto__: null, done, value }
}
