import * as intrinsics from './intrinsics.ts'
import { getOwnPropertyDescriptor, getPrototypeOf, hasOwn, isProxy, slice, startsWith } from './intrinsics.ts'

/** The words of `ValueView.type`. */
export type ValueType =
  | 'undefined'
  | 'null'
  | 'boolean'
  | 'number'
  | 'bigint'
  | 'string'
  | 'symbol'
  | 'function'
  | 'class'
  | 'object'
  | 'array'
  | 'arguments'
  | 'map'
  | 'set'
  | 'weakmap'
  | 'weakset'
  | 'weakref'
  | 'date'
  | 'regexp'
  | 'error'
  | 'promise'
  | 'buffer'
  | 'typedarray'
  | 'arraybuffer'
  | 'dataview'
  | 'generator'
  | 'iterator'
  | 'module'
  | 'boxed'
  | 'url'
  | 'searchparams'
  | 'external'
  | 'proxy'

/** A prototype chain is followed no further than this. */
export const MAX_CHAIN = 64
const MAX_CLASS_NAME = 60

/** What a value is, from internal slots and prototypes alone. A proxy is asked nothing. */
export function typeOfValue(value: unknown): ValueType {
  if (value === null) return 'null'
  if (typeof value === 'object') return typeOfObject(value)
  if (typeof value !== 'function') return typeof value
  if (isProxy(value)) return 'proxy'
  return isClass(value) ? 'class' : 'function'
}

function typeOfObject(value: object): ValueType {
  if (isProxy(value)) return 'proxy'
  if (intrinsics.isArray(value)) return 'array'
  if (intrinsics.isError(value)) return 'error'
  if (intrinsics.isMap(value)) return 'map'
  if (intrinsics.isSet(value)) return 'set'
  if (intrinsics.isPromise(value)) return 'promise'
  if (intrinsics.isDate(value)) return 'date'
  if (intrinsics.isRegExp(value)) return 'regexp'
  if (intrinsics.isTypedArray(value)) {
    return intrinsics.isUint8Array(value) && inherits(value, intrinsics.bufferPrototype) ? 'buffer' : 'typedarray'
  }
  if (intrinsics.isBoxedPrimitive(value)) return 'boxed'
  if (intrinsics.isArgumentsObject(value)) return 'arguments'
  if (intrinsics.isModuleNamespaceObject(value)) return 'module'
  if (intrinsics.isAnyArrayBuffer(value)) return 'arraybuffer'
  if (intrinsics.isDataView(value)) return 'dataview'
  if (intrinsics.isWeakMap(value)) return 'weakmap'
  if (intrinsics.isWeakSet(value)) return 'weakset'
  if (intrinsics.isGeneratorObject(value)) return 'generator'
  if (intrinsics.isMapIterator(value) || intrinsics.isSetIterator(value)) return 'iterator'
  if (intrinsics.isExternal(value)) return 'external'
  return typeByPrototype(value)
}

/** The kinds that have no check by internal slot. `Object.create(URL.prototype)` is caught when its slot is read. */
function typeByPrototype(value: object): ValueType {
  const prototype = getPrototypeOf(value) as object | null
  if (prototype === null || prototype === intrinsics.objectPrototype) return 'object'
  if (inherits(value, intrinsics.urlPrototype)) return 'url'
  if (inherits(value, intrinsics.urlSearchParamsPrototype)) return 'searchparams'
  if (inherits(value, intrinsics.weakRefPrototype)) return 'weakref'
  if (inherits(value, intrinsics.domExceptionPrototype)) return 'error'
  return 'object'
}

/** Whether `prototype` is on the chain of `value`, as far as the chain can be followed without meeting a proxy. */
export function inherits(value: object, prototype: object): boolean {
  let current: object | null = value
  for (let step = 0; step < MAX_CHAIN; step++) {
    current = getPrototypeOf(current) as object | null
    if (current === prototype) return true
    if (current === null || isProxy(current)) return false
  }
  return false
}

/** The value of an own data property; undefined where there is none, or where it is an accessor. */
export function ownData(target: object, key: PropertyKey): unknown {
  const descriptor = getOwnPropertyDescriptor(target, key)
  return descriptor !== undefined && hasOwn(descriptor, 'value') ? descriptor.value : undefined
}

/** A data property of the object or its prototypes: `undefined` at the first accessor of that name, or at a proxy. */
export function inheritedData(target: object, key: PropertyKey): { value: unknown; holder: object } | undefined {
  let current: object | null = target
  for (let step = 0; step < MAX_CHAIN && current !== null && !isProxy(current); step++) {
    const descriptor = getOwnPropertyDescriptor(current, key)
    if (descriptor !== undefined) {
      return hasOwn(descriptor, 'value') ? { value: descriptor.value, holder: current } : undefined
    }
    current = getPrototypeOf(current) as object | null
  }
  return undefined
}

/**
 * The name of the class a value is an instance of, from own data `constructor.name` over the prototypes; and what the
 * chain is like where it gives none: `null` (no prototype), `complex` (prototypes, but no constructor), `proxy`.
 */
export function classOf(value: object): { readonly name: string } | { readonly chain: 'null' | 'complex' | 'proxy' } {
  let current = getPrototypeOf(value) as object | null
  if (current === null || isEmptyEnd(current)) return { chain: 'null' }
  for (let step = 0; step < MAX_CHAIN && current !== null; step++) {
    if (isProxy(current)) return { chain: 'proxy' }
    const constructor = ownData(current, 'constructor')
    if (typeof constructor === 'function') {
      const name = nameOfFunction(constructor)
      if (name !== '') return { name }
    }
    current = getPrototypeOf(current) as object | null
  }
  return { chain: 'complex' }
}

/** The own data `name` of a function, shortened; `''` where it is a proxy, has none, or has something else there. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- any function of the app
export function nameOfFunction(target: Function): string {
  if (isProxy(target)) return ''
  const name = ownData(target, 'name')
  return typeof name === 'string' ? slice(name, 0, MAX_CLASS_NAME) : ''
}

/** `NullObject.prototype = Object.create(null)`, as parsers have it for speed: as good as no prototype. */
function isEmptyEnd(prototype: object): boolean {
  if (isProxy(prototype)) return false
  return getPrototypeOf(prototype) === null && intrinsics.allOwnKeys(prototype).length === 0
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- any function of the app
function isClass(target: Function): boolean {
  const prototype = getOwnPropertyDescriptor(target, 'prototype')
  // Reading the source text is dearer than a descriptor; only classes and a few built-ins have a read-only `prototype`.
  return prototype?.writable === false && startsWith(intrinsics.functionSource(target), 'class')
}
