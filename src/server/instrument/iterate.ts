import { SyncSteps } from './sync-steps.ts'
import { apply, isObject, promiseResolve, promiseThen, type Properties } from './primordials.ts'
import { Step } from './step.ts'

const asyncIterator: typeof Symbol.asyncIterator = Symbol.asyncIterator
const syncIterator: typeof Symbol.iterator = Symbol.iterator

/**
 * The right side of a `for await`, made so that a rejected step is thrown by a getter that the loop itself calls. Reads
 * and calls exactly what the loop would, in the same order: the iterator method and `next` once, `return` only when the
 * loop is left early. Throws a TypeError where the loop would.
 */
export function iterate(iterable: unknown): unknown {
  // For undefined and null this line throws the very TypeError that the loop would throw.
  const method = (iterable as Properties)[asyncIterator]
  if (method === undefined || method === null) return iterateSync(iterable as Properties)
  const iterator = open(iterable, method, 'Symbol.asyncIterator')
  return new AsyncSteps(iterator, iterator.next)
}

function iterateSync(iterable: Properties): SyncSteps {
  const iterator = open(iterable, iterable[syncIterator], 'Symbol.iterator')
  return new SyncSteps(iterator, iterator.next)
}

function open(iterable: unknown, method: unknown, name: string): Properties {
  if (typeof method !== 'function') throw new TypeError(`${nameType(iterable)} is not async iterable`)
  const iterator = apply(method, iterable, [])
  if (!isObject(iterator)) throw new TypeError(`Result of the ${name} method is not an object`)
  return iterator
}

function nameType(value: unknown): string {
  return isObject(value) ? typeof value : `${typeof value} ${String(value)}`
}

class AsyncSteps {
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
    if (typeof this.#next !== 'function') throw new TypeError(`${nameType(this.#next)} is not a function`)
    const result = apply(this.#next, this.#iterator, [])
    // A primitive is no step: the loop awaits it and complains.
    return isObject(result) ? promiseThen(promiseResolve(result), Step.reached, Step.failed) : result
  }

  /** The loop reads it when it is left early, and calls what it got on us. (`throw` it never reads.) */
  get return(): unknown {
    const method = this.#iterator.return
    if (typeof method !== 'function') return method
    const iterator = this.#iterator
    return () => apply(method, iterator, [])
  }
}
