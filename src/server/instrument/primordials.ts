/** Taken at load, before the app runs: a patched `Promise.prototype.then` must not see awaits, as it sees none natively. */
const NativePromise = Promise

export const promiseResolve = NativePromise.resolve.bind(NativePromise) as (value: unknown) => Promise<unknown>

export const promiseThen = Function.prototype.call.bind(NativePromise.prototype.then) as (
  promise: Promise<unknown>,
  onFulfilled: (value: unknown) => unknown,
  onRejected?: (error: unknown) => unknown,
) => Promise<unknown>

export const apply = Reflect.apply as (target: unknown, self: unknown, args: readonly unknown[]) => unknown

export type Properties = Readonly<Record<PropertyKey, unknown>>

export function isObject(value: unknown): value is Properties {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
