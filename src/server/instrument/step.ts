import { isObject } from './primordials.ts'

/**
 * One step of a `for await`: reads through to the iterator's own result, or throws when the loop asks whether it is done.
 * An error thrown there leaves the loop without closing the iterator, just as a rejected `next()` does.
 */
export class Step {
  readonly #failed: boolean
  readonly #outcome: unknown

  constructor(failed: boolean, outcome: unknown) {
    this.#failed = failed
    this.#outcome = outcome
  }

  static {
    // As with Settled: no `then` from Object.prototype.
    Object.setPrototypeOf(this.prototype, null)
  }

  static readonly reached = (result: unknown): Step => new Step(false, result)
  static readonly failed = (error: unknown): Step => new Step(true, error)

  get done(): unknown {
    // Called from the frame that loops: here V8 pauses.
    if (this.#failed) throw this.#outcome
    if (!isObject(this.#outcome)) throw new TypeError(`Iterator result ${String(this.#outcome)} is not an object`)
    return this.#outcome.done
  }

  get value(): unknown {
    return isObject(this.#outcome) ? this.#outcome.value : undefined
  }
}
