import { defineProperty } from './intrinsics.ts'

/** A plain object of our own that shows like one of the app's; names may be anybody's, `__proto__` included. */
export function recordOf(pairs: readonly (readonly [name: string, value: unknown])[]): object {
  const record = {}
  for (let index = 0; index < pairs.length; index++) {
    const pair = pairs[index]
    if (pair === undefined) continue
    const property = { __proto__: null, value: pair[1], enumerable: true, configurable: true, writable: true }
    defineProperty(record, pair[0], property as PropertyDescriptor)
  }
  return record
}
