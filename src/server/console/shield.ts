/** What the language itself puts on the prototypes that all of the debugger's own objects have. */
const STANDARD = [Object.prototype, Array.prototype].map((prototype) => ({
  prototype,
  keys: new Set<PropertyKey>(Reflect.ownKeys(prototype)),
}))

const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys, setPrototypeOf } = Reflect

/**
 * Does work of the debugger's own, synchronous and without any of the app's code in it, as if nobody had added to these
 * prototypes. An `Object.prototype.get` makes every property descriptor invalid, and the parser cannot do without.
 */
export function shielded<T>(work: () => T): T {
  const removed: { prototype: object; key: PropertyKey; property: PropertyDescriptor }[] = []
  for (const { prototype, keys } of STANDARD) {
    for (const key of ownKeys(prototype)) {
      if (keys.has(key)) continue
      const property = getOwnPropertyDescriptor(prototype, key)
      if (property?.configurable !== true) continue
      setPrototypeOf(property, null)
      deleteProperty(prototype, key)
      removed.push({ prototype, key, property })
    }
  }
  try {
    return work()
  } finally {
    for (const { prototype, key, property } of removed) defineProperty(prototype, key, property)
  }
}
