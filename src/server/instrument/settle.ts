/** The awaited value, or its rejection thrown. What did not come from `watch` is returned as it is. */
let settle: (value: unknown) => unknown

/**
 * What became of an awaited value. Only `watch` makes them and only `settle` opens them; an app never holds one.
 * The prototype chain ends here: resolving a promise with one must not find a `then` that someone put on
 * Object.prototype.
 */
export class Settled {
  readonly #rejected: boolean
  readonly #outcome: unknown

  constructor(rejected: boolean, outcome: unknown) {
    this.#rejected = rejected
    this.#outcome = outcome
  }

  static {
    Object.setPrototypeOf(this.prototype, null)
    settle = (value) => {
      if (typeof value !== 'object' || value === null || !(#rejected in value)) return value
      // Called from the frame that awaits: this is where V8 pauses, with that frame and its variables on the stack.
      if (value.#rejected) throw value.#outcome
      return value.#outcome
    }
  }
}

export { settle }
