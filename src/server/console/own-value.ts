import { isProxy } from 'node:util/types'

/** Functions are objects, too. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** Defines a writable property, whatever an app or a console has put on the prototype of all objects: say, a `get`. */
export function defineValue(object: object, name: string, value: unknown, enumerable = false): void {
  const property: PropertyDescriptor = { value, writable: true, enumerable, configurable: true }
  Object.defineProperty(object, name, Object.setPrototypeOf(property, null) as PropertyDescriptor)
}

/** Reads a property, inherited or own, without running a getter or a proxy's trap. */
export function dataValue(object: object, name: string): unknown {
  let holder: object | null = object
  while (holder !== null && !isProxy(holder)) {
    const found = Object.getOwnPropertyDescriptor(holder, name)
    if (found !== undefined) return found.value
    holder = Object.getPrototypeOf(holder) as object | null
  }
  return undefined
}
