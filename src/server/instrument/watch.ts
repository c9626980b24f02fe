import { isObject, promiseResolve, promiseThen } from './primordials.ts'
import { Settled } from './settle.ts'

const fulfilled = (value: unknown): Settled => new Settled(false, value)
const rejected = (error: unknown): Settled => new Settled(true, error)

/**
 * The operand of an `await`, made so that it never rejects: the outcome comes as a `Settled`. Does what `await` does with
 * its operand, in the same order: `constructor` of a promise and `then` of a thenable are read once, now; a rejection
 * counts as handled from now on. Primitives pass through and cost nothing. Throws what reading `constructor` throws,
 * as `await` does.
 */
export function watch(value: unknown): unknown {
  if (!isObject(value)) return value
  return promiseThen(promiseResolve(value), fulfilled, rejected)
}
