/** What is inside a value, in numbered places, read a page at a time without running any of the app's code. */
import type { MissingReason } from '../../shared/traceback.ts'
import * as intrinsics from './intrinsics.ts'
import { getOwnPropertyDescriptor, hasOwn, readEngineStack, slice, stackGetter } from './intrinsics.ts'
import type { KeyReader } from './own-keys.ts'
import { MAX_CHAIN, ownData, typeOfValue, type ValueType } from './value-kind.ts'

export type Reading = { readonly value: unknown } | { readonly missing: MissingReason }

/** One thing inside a value. `key` is a Map's key, or the name of a property. */
export type Member = Reading & { readonly key: unknown; readonly kind: 'property' | 'element' | 'entry' }

/** Called for each member with its place; `false` stops the reading. */
export type Visit = (member: Member, place: number) => boolean

/** Of arrays longer than this only the elements are read: asking for other properties would list all the indices. */
export const MANY_ELEMENTS = 1000
/** `Error.prepareStackTrace` of the app may return anything. */
export const MAX_STACK = 20_000

/** How many places a value has: elements, entries or own properties. Never walks a collection. */
export function countPlaces(value: object, type: ValueType, keys: KeyReader): number {
  const elements = countElements(value, type)
  return elements + (takesProperties(value, type, elements) ? propertyKeys(value, type, keys).length : 0)
}

/** Elements or entries; 0 for values that only have properties. */
export function countElements(value: object, type: ValueType): number {
  if (type === 'map') return intrinsics.mapSize(value)
  if (type === 'set') return intrinsics.setSize(value)
  if (type === 'typedarray' || type === 'buffer') return intrinsics.typedArrayLength(value)
  if (type !== 'array' && type !== 'arguments') return 0
  const length = ownData(value, 'length')
  return typeof length === 'number' && intrinsics.isSafeInteger(length) && length > 0 ? length : 0
}

/** Visits the members at the places `from` up to `to`. Holes of an array have a place, but are not visited. */
export function readMembers(
  value: object,
  type: ValueType,
  keys: KeyReader,
  from: number,
  to: number,
  visit: Visit,
): void {
  const elements = countElements(value, type)
  if (from < elements) {
    const end = intrinsics.min(to, elements)
    const completed =
      type === 'map' || type === 'set'
        ? readEntries(value, type, from, end, visit)
        : readElements(value, type, from, end, visit)
    if (!completed) return
  }
  if (to > elements && takesProperties(value, type, elements)) {
    const names = propertyKeys(value, type, keys)
    for (let place = intrinsics.max(from, elements); place < to && place - elements < names.length; place++) {
      const key = names[place - elements]
      if (key === undefined) return
      if (!visit({ ...readProperty(value, key), key, kind: 'property' }, place)) return
    }
  }
}

/** An own property by its descriptor. An accessor is not called, but for the engine's own `stack`. */
export function readProperty(target: object, key: string | symbol): Reading {
  let descriptor: PropertyDescriptor | undefined
  try {
    descriptor = getOwnPropertyDescriptor(target, key)
  } catch {
    return { missing: 'uninitialised' } // A module's export, or a variable of a scope, before its declaration has run.
  }
  if (descriptor === undefined) return { missing: 'uninitialised' } // Deleted since the keys were listed.
  if (hasOwn(descriptor, 'value')) return { value: descriptor.value as unknown }
  if (key !== 'stack' || !hasEngineStack(target, descriptor)) return { missing: 'getter' }
  const stack = readStack(target)
  return stack === undefined ? { missing: 'getter' } : { value: stack }
}

/**
 * The stack text that V8 holds for an error, whatever the app put in front of it; undefined where it is no text, or
 * where making it would run code of the app: at the first reading V8 asks the error for its name and message.
 */
export function readStack(error: object): string | undefined {
  if (!isPlainText(error, 'name') || !isPlainText(error, 'message')) return undefined
  try {
    const stack = readEngineStack(error)
    return typeof stack === 'string' ? slice(stack, 0, MAX_STACK) : undefined
  } catch {
    return undefined // The app's Error.prepareStackTrace threw.
  }
}

function isPlainText(error: object, key: 'name' | 'message'): boolean {
  let current: object | null = error
  for (let step = 0; step < MAX_CHAIN && current !== null; step++) {
    if (intrinsics.isProxy(current)) return false
    const descriptor = getOwnPropertyDescriptor(current, key)
    if (descriptor !== undefined) {
      if (current === intrinsics.domExceptionPrototype) return descriptor.get === intrinsics.domExceptionGetters[key]
      return hasOwn(descriptor, 'value') && (typeof descriptor.value === 'string' || descriptor.value === undefined)
    }
    current = intrinsics.getPrototypeOf(current) as object | null
  }
  return current === null
}

function hasEngineStack(target: object, descriptor: PropertyDescriptor): boolean {
  return (stackGetter !== undefined && descriptor.get === stackGetter) || intrinsics.isError(target)
}

function readElements(value: object, type: ValueType, from: number, to: number, visit: Visit): boolean {
  if (type === 'typedarray' || type === 'buffer') {
    const numbers = value as ArrayLike<unknown>
    for (let place = from; place < to; place++) {
      if (!visit({ value: numbers[place], key: `${place}`, kind: 'element' }, place)) return false
    }
    return true
  }
  for (let place = from; place < to; place++) {
    const key = `${place}`
    if (!hasOwn(value, key)) continue
    if (!visit({ ...readProperty(value, key), key, kind: 'element' }, place)) return false
  }
  return true
}

function readEntries(value: object, type: 'map' | 'set', from: number, to: number, visit: Visit): boolean {
  if (type === 'map') {
    const entries = intrinsics.mapEntries(value as ReadonlyMap<unknown, unknown>)
    for (let place = 0; place < to; place++) {
      const step = intrinsics.nextEntry(entries)
      if (step.done === true) return true
      if (place < from) continue
      if (!visit({ value: step.value[1], key: step.value[0], kind: 'entry' }, place)) return false
    }
    return true
  }
  const values = intrinsics.setValues(value as ReadonlySet<unknown>)
  for (let place = 0; place < to; place++) {
    const step = intrinsics.nextValue(values)
    if (step.done === true) return true
    if (place >= from && !visit({ value: step.value, key: `${place}`, kind: 'element' }, place)) return false
  }
  return true
}

function takesProperties(value: object, type: ValueType, elements: number): boolean {
  if (type === 'proxy' || type === 'typedarray' || type === 'buffer') return false
  if (type === 'array' || type === 'arguments') return elements <= MANY_ELEMENTS
  return type !== 'boxed' || !intrinsics.isStringObject(value)
}

/** The own properties that say something: not those every function, array or RegExp has. */
function propertyKeys(value: object, type: ValueType, keys: KeyReader): readonly (string | symbol)[] {
  const all = keys.all(value)
  if (type === 'object' || type === 'map' || type === 'set' || type === 'error') return all
  const result: (string | symbol)[] = []
  for (let index = 0; index < all.length; index++) {
    const key = all[index]
    if (key !== undefined && !isCommonplace(key, type, value)) result[result.length] = key
  }
  return result
}

function isCommonplace(key: string | symbol, type: ValueType, value: object): boolean {
  if (type === 'function' || type === 'class') {
    return key === 'length' || key === 'name' || key === 'prototype' || key === 'arguments' || key === 'caller'
  }
  if (type === 'array') return key === 'length' || isIndex(key)
  if (type === 'arguments') return key === 'length' || key === 'callee' || key === Symbol.iterator || isIndex(key)
  return type === 'regexp' && key === 'lastIndex' && ownData(value, key) === 0
}

function isIndex(key: string | symbol): boolean {
  if (typeof key !== 'string' || key === '' || key.length > 10) return false
  for (let at = 0; at < key.length; at++) {
    const code = intrinsics.charCodeAt(key, at)
    if (code < 48 || code > 57) return false
  }
  return true
}

/** Whether a value holds anything to look into, other than the characters of a string. */
export function hasMembers(value: unknown, keys: KeyReader): value is object {
  const type = typeOfValue(value)
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || type === 'proxy') return false
  return countPlaces(value, type, keys) > 0
}
