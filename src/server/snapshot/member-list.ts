/** What is inside a value, in numbered places, read a page at a time without running any of the app's code. */
import type { MissingReason } from '../../shared/traceback.ts'
import * as intrinsics from './intrinsics.ts'
import { getOwnPropertyDescriptor, hasOwn, readEngineStack, slice, stackGetter } from './intrinsics.ts'
import { countRows, hexRow, textOf, TEXT_BYTES } from './buffer-rows.ts'
import type { KeyReader } from './own-keys.ts'
import type { Slot } from './slots.ts'
import { MAX_CHAIN, ownData, type ValueType } from './value-kind.ts'

/** `shown`: what stands for a part that is no value of its own. */
export type Reading = { readonly value: unknown; readonly shown?: string } | { readonly missing: MissingReason }

/** One thing inside a value. `key` is a Map's key, or the name of a property. */
export type Member = Reading & {
  readonly key: unknown
  readonly kind: 'property' | 'element' | 'entry' | 'slot' | 'inherited'
}

/** Called for each member with its place; `false` stops the reading. */
export type Visit = (member: Member, place: number) => boolean

/** Of arrays longer than this only the elements are read: asking for other properties would list all the indices. */
export const MANY_ELEMENTS = 1000
/** `Error.prepareStackTrace` of the app may return anything. */
export const MAX_STACK = 20_000

/** How many places a value has: elements, entries or own properties. Never walks a collection. */
export function countPlaces(value: object, type: ValueType, keys: KeyReader): number {
  if (type === 'buffer') return countRows(value)
  const elements = countElements(value, type)
  const slots = keys.slots(value, type)
  if (type === 'proxy') return slots.before.length
  if (!takesProperties(value, type, elements)) return elements
  return (
    elements +
    slots.before.length +
    propertyKeys(value, type, keys).length +
    slots.fields.length +
    keys.inherited(value, type).length
  )
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
  if (type === 'buffer') {
    readRows(value, from, to, visit)
    return
  }
  const elements = countElements(value, type)
  if (from < elements) {
    const end = intrinsics.min(to, elements)
    const completed =
      type === 'map' || type === 'set'
        ? readEntries(value, type, from, end, visit)
        : readElements(value, type, from, end, visit)
    if (!completed) return
  }
  if (to <= elements || (type !== 'proxy' && !takesProperties(value, type, elements))) return
  const slots = keys.slots(value, type)
  const afterSlots = elements + slots.before.length
  if (!readSlotPlaces(slots.before, elements, from, to, visit) || type === 'proxy' || to <= afterSlots) return
  const names = propertyKeys(value, type, keys)
  const afterNames = afterSlots + names.length
  for (let place = intrinsics.max(from, afterSlots); place < to && place < afterNames; place++) {
    const key = names[place - afterSlots]
    if (key !== undefined && !visit({ ...readProperty(value, key), key, kind: 'property' }, place)) return
  }
  const afterFields = afterNames + slots.fields.length
  if (!readSlotPlaces(slots.fields, afterNames, from, to, visit) || to <= afterFields) return
  const inherited = keys.inherited(value, type)
  for (let place = intrinsics.max(from, afterFields); place < to && place - afterFields < inherited.length; place++) {
    const key = inherited[place - afterFields]
    if (key !== undefined && !visit({ missing: 'getter', key, kind: 'inherited' }, place)) return
  }
}

/** Slots whose places begin with `start`. */
function readSlotPlaces(slots: readonly Slot[], start: number, from: number, to: number, visit: Visit): boolean {
  for (let place = intrinsics.max(from, start); place < to && place - start < slots.length; place++) {
    const slot = slots[place - start]
    if (slot !== undefined && !visit({ value: slot.value, key: slot.name, kind: 'slot' }, place)) return false
  }
  return true
}

/** A Buffer's text, then its bytes, 16 at a time: a million rows of one number each help nobody. */
function readRows(buffer: object, from: number, to: number, visit: Visit): void {
  const end = intrinsics.min(to, countRows(buffer))
  for (let place = from; place < end; place++) {
    if (place === 0) {
      const whole = intrinsics.typedArrayLength(buffer) <= TEXT_BYTES
      const key = whole ? '[[Text]]' : `[[Text of the first ${TEXT_BYTES} bytes]]`
      if (!visit({ value: textOf(buffer), key, kind: 'slot' }, place)) return
      continue
    }
    const { name, text } = hexRow(buffer, place - 1)
    if (!visit({ value: undefined, shown: text, key: name, kind: 'slot' }, place)) return
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
