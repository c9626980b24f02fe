import { AsyncLocalStorage } from 'node:async_hooks'
import { isObject } from './own-value.ts'
import { CALLS_BACK } from './event-tests.ts'
import { STANDARD } from './smoke-tests.ts'
import type { Vital } from './smoke-tests.ts'

/**
 * What app and debugger cannot do without: an input that deletes it, or puts something in its place that is no function
 * any more, would end both. It is made as it was, and that is told. Whoever puts another function there keeps it, but for
 * the few that nothing goes on without: another of those has to do its work.
 */
export interface StandardLibrary {
  /** What is broken now is so by the app's own wish. */
  watch(): StandardWatch
}

export interface StandardWatch {
  /** Names of what was broken since, and is as it was. */
  repair(): readonly string[]
}

/**
 * On the prototype of all objects these end everything: with `get` no property can be defined any more, with `then` no
 * object be awaited, with `toJSON` nothing be answered.
 */
const FATAL = ['get', 'set', 'value', 'writable', 'then', 'toJSON']

const LANGUAGE = [
  ...['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Math', 'JSON', 'Reflect'],
  ...['Proxy', 'Promise', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Date', 'RegExp'],
  ...['Error', 'AggregateError', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError'],
  ...['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array'],
  ...[
    'Uint32Array',
    'Int32Array',
    'Float32Array',
    'Float64Array',
    'BigInt64Array',
    'BigUint64Array',
    'Uint8ClampedArray',
  ],
  ...['Atomics', 'Intl', 'Iterator', 'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'globalThis'],
  ...['encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI'],
]

const PLATFORM = [
  ...['process', 'Buffer', 'console', 'URL', 'URLSearchParams', 'Request', 'Response', 'Headers', 'FormData', 'Blob'],
  ...['fetch', 'AbortController', 'AbortSignal', 'Event', 'EventTarget', 'TextEncoder', 'TextDecoder', 'performance'],
  ...['ReadableStream', 'WritableStream', 'TransformStream', 'structuredClone', 'queueMicrotask', 'crypto', 'global'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'DOMException'],
]

interface Kept {
  readonly holder: object
  readonly key: PropertyKey
  readonly property: PropertyDescriptor
  readonly name: string
}

const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } =
  Reflect
const { hasOwn, isExtensible } = Object
const { process: ownProcess, console: ownConsole } = globalThis
const root: object = globalThis
const objectPrototype: object = Object.prototype
const arrayPrototype: object = Array.prototype

export function createStandardLibrary(): StandardLibrary {
  const kept = [...keptOf(root, '', [...LANGUAGE, ...PLATFORM])]
  for (const name of LANGUAGE) {
    const value: unknown = getOwnPropertyDescriptor(root, name)?.value
    if (!isObject(value) || value === root) continue
    kept.push(...keptOf(value, name, ownKeys(value)))
    const prototype: unknown = getOwnPropertyDescriptor(value, 'prototype')?.value
    if (isObject(prototype)) kept.push(...keptOf(prototype, `${name}.prototype`, ownKeys(prototype)))
  }
  const arrays = getPrototypeOf(Uint8Array.prototype)
  if (arrays !== null) kept.push(...keptOf(arrays, 'TypedArray.prototype', ownKeys(arrays)))
  kept.push(...keptOf(AsyncLocalStorage.prototype, 'AsyncLocalStorage.prototype', ownKeys(AsyncLocalStorage.prototype)))
  const isBroken = (index: number): boolean => {
    const one = kept[index]
    return one !== undefined && !isWhole(one)
  }
  const all = kept.length + 2 * FATAL.length
  const poisonAt = (index: number): { readonly holder: object; readonly key: string; readonly name: string } => {
    const isArray = index >= FATAL.length
    const key = FATAL[index % FATAL.length] ?? ''
    return isArray
      ? { holder: arrayPrototype, key, name: `Array.prototype.${key}` }
      : { holder: objectPrototype, key, name: `Object.prototype.${key}` }
  }
  const isWrong = (index: number): boolean => {
    if (index < kept.length) return isBroken(index)
    const { holder, key } = poisonAt(index - kept.length)
    return getOwnPropertyDescriptor(holder, key) !== undefined
  }
  const rightOne = (index: number): string | undefined => {
    const one = kept[index]
    if (one !== undefined) return putBack(one) ? one.name : undefined
    const { holder, key, name } = poisonAt(index - kept.length)
    return deleteProperty(holder, key) ? name : undefined
  }
  return {
    watch() {
      // Made of nothing but what it needs: it is used while everything else may be gone.
      const before: Record<number, true> = { __proto__: null } as never
      for (let index = 0; index < all; index++) if (isWrong(index)) before[index] = true
      const outer = currentOnes()
      const vital: (PropertyDescriptor | undefined)[] = []
      for (let index = 0; index < VITAL.length; index++) {
        const one = VITAL[index]
        const property = one && getOwnPropertyDescriptor(one.holder, one.key)
        vital[index] = property
      }
      return {
        repair() {
          const back: string[] = []
          for (let index = 0; index < all; index++) {
            if (before[index] === true || !isWrong(index)) continue
            const name = rightOne(index)
            if (name !== undefined) back[back.length] = name
          }
          for (let index = 0; index < outer.length; index++) {
            const one = outer[index]
            if (one !== undefined) putBackMissing(one, back)
          }
          for (let index = 0; index < VITAL.length; index++) {
            const one = VITAL[index]
            const property = vital[index]
            if (one === undefined || stillWorks(one, property)) continue
            const { holder, key, name } = one
            // Where there was none it was inherited.
            const isBack = property === undefined ? deleteProperty(holder, key) : putBack({ holder, key, property })
            if (isBack) back[back.length] = name
          }
          return back
        },
      }
    },
  }
}

/** Functions, accessors and namespaces; what else there is nobody needs to be one certain thing. */
function* keptOf(holder: object, name: string, keys: readonly PropertyKey[]): Iterable<Kept> {
  for (const key of keys) {
    const property = getOwnPropertyDescriptor(holder, key)
    if (property === undefined || property.configurable !== true) continue
    if ('value' in property && !isObject(property.value)) continue
    setPrototypeOf(property, null)
    const shown = typeof key === 'symbol' ? `[${String(key.description)}]` : String(key)
    yield { holder, key, property, name: name === '' ? shown : `${name}.${shown}` }
  }
}

function putBack({ holder, key, property }: Pick<Kept, 'holder' | 'key' | 'property'>): boolean {
  // Somebody may have put a `get` on the prototype of all objects.
  setPrototypeOf(property, null)
  return isExtensible(holder) && defineProperty(holder, key, property)
}

interface Current {
  readonly holder: object
  readonly keys: readonly PropertyKey[]
  readonly values: readonly unknown[]
  readonly name: string
}

/** Of console, process and its streams: apps and loggers replace these, so that only those of just now can come back. */
function currentOnes(): readonly Current[] {
  const found: Current[] = []
  const add = (holder: unknown, name: string, keys: readonly string[]): void => {
    if (isObject(holder)) found[found.length] = currentOf(holder, keys, name)
  }
  add(ownConsole, 'console', CONSOLE)
  add(ownProcess, 'process', PROCESS)
  for (let index = 0; index < STREAMS.length; index++) {
    const name = STREAMS[index] ?? ''
    const own = getOwnPropertyDescriptor(ownProcess, name)
    if (own === undefined) continue
    const stream: unknown = hasOwn(own, 'get') ? own.get && apply(own.get, ownProcess, []) : own.value
    add(stream, `process.${name}`, WRITE)
  }
  return found
}

function currentOf(holder: object, keys: readonly PropertyKey[], name: string): Current {
  const values: unknown[] = []
  for (let index = 0; index < keys.length; index++)
    values[index] = getOwnPropertyDescriptor(holder, keys[index] ?? '')?.value
  return { holder, keys, values, name }
}

function putBackMissing({ holder, keys, values, name }: Current, back: string[]): void {
  for (let index = 0; index < keys.length; index++) {
    if (typeof values[index] !== 'function') continue
    const key = keys[index] ?? ''
    const now = getOwnPropertyDescriptor(holder, key)
    if (typeof now?.value === 'function' || (now !== undefined && hasOwn(now, 'get'))) continue
    const made: PropertyDescriptor = {
      value: values[index],
      writable: true,
      enumerable: now?.enumerable ?? true,
      configurable: true,
    }
    if (putBack({ holder, key, property: made })) back[back.length] = `${name}.${String(key)}`
  }
}

/** What the libraries of an app call; there are a hundred other properties. */
const PROCESS = [
  ...['emit', 'nextTick', 'emitWarning', 'cwd', 'hrtime', 'uptime', 'memoryUsage', 'cpuUsage', 'exit', 'reallyExit'],
  ...['kill', 'abort'],
]
const CONSOLE = [
  'log',
  'error',
  'warn',
  'info',
  'debug',
  'trace',
  'dir',
  'table',
  'assert',
  'group',
  'groupEnd',
  'time',
]
const WRITE = ['write']
const STREAMS = ['stdout', 'stderr']

const VITAL: readonly Vital[] = [...STANDARD, ...CALLS_BACK]

/** Only what has been replaced is tried. */
function stillWorks({ holder, key, works }: Vital, before: PropertyDescriptor | undefined): boolean {
  const now = getOwnPropertyDescriptor(holder, key)
  if (now === undefined) return before === undefined
  if (before !== undefined && now.value === before.value) return true
  try {
    return works(now.value)
  } catch {
    return false
  }
}

function isWhole({ holder, key, property }: Kept): boolean {
  const now = getOwnPropertyDescriptor(holder, key)
  if (now === undefined) return false
  if (now.get !== undefined || now.set !== undefined) return true
  // What was an accessor becomes a value when it is first read, or assigned to.
  if (property.get !== undefined) return now.value !== undefined && now.value !== null
  return typeof now.value === typeof property.value && now.value !== null
}
