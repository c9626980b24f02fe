import * as intrinsics from './intrinsics.ts'
import { MAX_CHAIN, type ValueType } from './value-kind.ts'

/** Accessors that are told of one object. */
const MAX_ACCESSORS = 60
/** An object of 100,000 keys may be anybody's prototype. */
const MAX_KEYS = 1000

/**
 * The names of getters that a value has from its classes, nearest first: `total` of `class Order { get total() … }`. Without
 * what a nearer object has under the same name, and without the language's own, which are native.
 */
export function inheritedAccessors(
  value: object,
  type: ValueType,
  remembered: WeakMap<object, readonly string[]>,
): readonly string[] {
  const names: string[] = []
  if (type !== 'object' && type !== 'error' && type !== 'map' && type !== 'set' && type !== 'array') return names
  const nearer: object[] = [value]
  let current = intrinsics.getPrototypeOf(value) as object | null
  for (let step = 0; step < MAX_CHAIN && current !== null && !intrinsics.isProxy(current); step++) {
    if (isEnd(current)) return names
    const getters = gettersOf(current, remembered)
    for (let index = 0; index < getters.length && names.length < MAX_ACCESSORS; index++) {
      const key = getters[index]
      if (key !== undefined && !isAmong(nearer, key)) names[names.length] = key
    }
    nearer[nearer.length] = current
    current = intrinsics.getPrototypeOf(current) as object | null
  }
  return names
}

function gettersOf(prototype: object, remembered: WeakMap<object, readonly string[]>): readonly string[] {
  const known = intrinsics.weakGet(remembered, prototype)
  if (known !== undefined) return known
  const names: string[] = []
  const keys = intrinsics.allOwnKeys(prototype)
  for (let index = 0; index < keys.length && index < MAX_KEYS; index++) {
    const key = keys[index]
    if (typeof key !== 'string') continue
    const getter = intrinsics.getOwnPropertyDescriptor(prototype, key)?.get
    if (getter !== undefined && !isNative(getter)) names[names.length] = key
  }
  intrinsics.weakSet(remembered, prototype, names)
  return names
}

function isEnd(prototype: object): boolean {
  return prototype === intrinsics.objectPrototype || prototype === intrinsics.errorPrototype
}

function isAmong(objects: readonly object[], key: string): boolean {
  for (let index = 0; index < objects.length; index++) {
    const one = objects[index]
    if (one !== undefined && intrinsics.hasOwn(one, key)) return true
  }
  return false
}

/** A proxy of a function counts as foreign: its source cannot be had. */
function isNative(getter: () => unknown): boolean {
  if (intrinsics.isProxy(getter)) return false
  const source = intrinsics.functionSource(getter)
  return source.length < 200 && intrinsics.includes(source, '[native code]')
}
