import { apply, isObject, promiseResolve, promiseThen, type Properties } from './primordials.ts'
import { Step } from './step.ts'

const asyncIterator: typeof Symbol.asyncIterator = Symbol.asyncIterator
const syncIterator: typeof Symbol.iterator = Symbol.iterator

/**
 * The operand of a `yield*` in an async generator, made so that a rejected step is thrown by a getter that the generator
 * itself calls. Unlike a loop a delegation passes values in, and uses `throw`. What is only synchronously iterable stays
 * the engine's business. Throws a TypeError where the delegation would.
 */
export function delegate(iterable: unknown): unknown {
  // For undefined and null this line throws the very TypeError that `yield*` would throw.
  const method = (iterable as Properties)[asyncIterator]
  if (method === undefined || method === null) {
    // The engine must not ask for a method again that it has asked for.
    const open = (iterable as Properties)[syncIterator]
    if (typeof open !== 'function') throw notIterable(iterable)
    return { __proto__: null, [syncIterator]: () => apply(open, iterable, []) }
  }
  if (typeof method !== 'function') throw notIterable(iterable)
  const iterator = apply(method, iterable, [])
  if (!isObject(iterator)) throw new TypeError('Result of the Symbol.asyncIterator method is not an object')
  return new DelegatedSteps(iterator, iterator.next)
}

function notIterable(value: unknown): TypeError {
  return new TypeError(`${typeof value} is not async iterable`)
}

class DelegatedSteps {
  readonly #iterator: Properties
  readonly #next: unknown

  constructor(iterator: Properties, next: unknown) {
    this.#iterator = iterator
    this.#next = next
  }

  [asyncIterator](): this {
    return this
  }

  next(value: unknown): unknown {
    return step(apply(this.#next, this.#iterator, [value]))
  }

  /** The delegation reads it when it is left early, and calls what it got on us. */
  get return(): unknown {
    return this.#passing('return')
  }

  get throw(): unknown {
    return this.#passing('throw')
  }

  #passing(name: 'return' | 'throw'): unknown {
    const iterator = this.#iterator
    const method = iterator[name]
    if (typeof method !== 'function') return method
    // `return` is called with a value or without one, and may look at how many it was given.
    return (...values: readonly unknown[]) => step(apply(method, iterator, values))
  }
}

/** A primitive is no step: the delegation awaits it and complains. */
function step(result: unknown): unknown {
  return isObject(result) ? promiseThen(promiseResolve(result), Step.reached, Step.failed) : result
}
