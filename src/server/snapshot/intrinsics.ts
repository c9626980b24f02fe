/**
 * The language's own functions, saved before the app can replace them. Everything in this room that reads a value of the
 * app goes through here: a patched `Map.prototype.entries` or `Reflect.ownKeys` is app code, and none may run.
 */
import { EventEmitter } from 'node:events'
import { OutgoingMessage, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { types } from 'node:util'

const bindCall = Function.prototype.bind.bind(Function.prototype.call) as unknown as (method: unknown) => unknown

/** `method.call`, with nothing left to look up when it is called. `Saved` is its type, with the object in front. */
function save<Saved>(method: unknown): Saved {
  return bindCall(method) as Saved
}

/** The original getter of an accessor property, as a function of the object. Throws where the object is of another kind. */
function getterOf<Result>(holder: object, key: PropertyKey): (self: unknown) => Result {
  const getter = Object.getOwnPropertyDescriptor(holder, key)?.get
  if (getter === undefined) throw new TypeError(`no accessor ${String(key)} to save`)
  return save<(self: unknown) => Result>(getter)
}

export const {
  isProxy,
  isMap,
  isSet,
  isWeakMap,
  isWeakSet,
  isDate,
  isRegExp,
  isPromise,
  isTypedArray,
  isUint8Array,
  isDataView,
  isAnyArrayBuffer,
  isSharedArrayBuffer,
  isGeneratorObject,
  isMapIterator,
  isSetIterator,
  isArgumentsObject,
  isModuleNamespaceObject,
  isBoxedPrimitive,
  isNumberObject,
  isStringObject,
  isBooleanObject,
  isSymbolObject,
  isBigIntObject,
  isAsyncFunction,
  isGeneratorFunction,
  isExternal,
} = types

/** True for errors of every realm and for DOMExceptions, false for proxies and for mere heirs of `Error.prototype`. */
export const isError = (Error as unknown as { isError: (value: unknown) => boolean }).isError
export const { isArray } = Array
export const { ownKeys: allOwnKeys } = Reflect
export const {
  getPrototypeOf,
  getOwnPropertyDescriptor,
  getOwnPropertySymbols,
  keys: enumerableNames,
  hasOwn,
  is: isSame,
  defineProperty,
} = Object
export const { isInteger, isSafeInteger } = Number
export const { min, max, abs, floor } = Math

export const decodeUri: (text: string) => string = decodeURIComponent

export const objectPrototype: object = Object.prototype
export const functionPrototype: object = Function.prototype
export const promisePrototype: object = Promise.prototype
export const bufferPrototype: object = Buffer.prototype as object
export const urlPrototype: object = URL.prototype
export const urlSearchParamsPrototype: object = URLSearchParams.prototype
export const weakRefPrototype: object = WeakRef.prototype
export const emitterPrototype: object = EventEmitter.prototype
export const netServerPrototype: object = NetServer.prototype
export const outgoingMessagePrototype: object = OutgoingMessage.prototype
export const serverResponsePrototype: object = ServerResponse.prototype
export const errorPrototype: object = Error.prototype
export const aggregateErrorPrototype: object = AggregateError.prototype
/** Of all async generators there are: `%AsyncGeneratorPrototype%`. */
export const asyncGeneratorPrototype = Object.getPrototypeOf(async function* () {}.prototype as object) as object
export const domExceptionPrototype: object = DOMException.prototype

const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object
export const typedArrayLength = getterOf<number>(typedArrayPrototype, 'length')
export const typedArrayName = getterOf<string | undefined>(typedArrayPrototype, Symbol.toStringTag)
const plainBufferLength = getterOf<number>(ArrayBuffer.prototype, 'byteLength')
const sharedBufferLength = getterOf<number>(SharedArrayBuffer.prototype, 'byteLength')
export const dataViewLength = getterOf<number>(DataView.prototype, 'byteLength')

export const dataViewOffset = getterOf<number>(DataView.prototype, 'byteOffset')
export const dataViewBuffer = getterOf<object>(DataView.prototype, 'buffer')

const { setPrototypeOf } = Object
const Bytes = Uint8Array

/** A Buffer over memory that is there already. Throws where it was transferred. */
export function bytesIn(memory: object, from = 0, length?: number): object {
  const bytes = new Bytes(memory as ArrayBuffer, from, length)
  return setPrototypeOf(bytes, bufferPrototype) as object
}

export function arrayBufferLength(buffer: unknown): number {
  return isSharedArrayBuffer(buffer) ? sharedBufferLength(buffer) : plainBufferLength(buffer)
}

export const mapSize = getterOf<number>(Map.prototype, 'size')
export const setSize = getterOf<number>(Set.prototype, 'size')
export const mapEntries = save<(self: ReadonlyMap<unknown, unknown>) => Iterator<readonly [unknown, unknown]>>(
  Map.prototype.entries,
)
export const setValues = save<(self: ReadonlySet<unknown>) => Iterator<unknown>>(Set.prototype.values)
type Next<T> = (iterator: Iterator<T>) => { readonly done?: boolean; readonly value: T }
export const nextEntry = save<Next<readonly [unknown, unknown]>>(
  (getPrototypeOf(new Map().entries()) as Iterator<unknown>).next,
)
export const nextValue = save<Next<unknown>>((getPrototypeOf(new Set().values()) as Iterator<unknown>).next)

export const mapGet = save<<K, V>(map: ReadonlyMap<K, V>, key: K) => V | undefined>(Map.prototype.get)
export const mapHas = save<<K, V>(map: ReadonlyMap<K, V>, key: K) => boolean>(Map.prototype.has)
export const mapSet = save<<K, V>(map: Map<K, V>, key: K, value: V) => unknown>(Map.prototype.set)
export const mapClear = save<<K, V>(map: Map<K, V>) => void>(Map.prototype.clear)
export const setHas = save<<T>(set: ReadonlySet<T>, value: T) => boolean>(Set.prototype.has)
export const weakGet = save<<K extends object, V>(map: WeakMap<K, V>, key: K) => V | undefined>(WeakMap.prototype.get)
export const weakSet = save<<K extends object, V>(map: WeakMap<K, V>, key: K, value: V) => unknown>(
  WeakMap.prototype.set,
)

export const dateTime = save<(self: unknown) => number>(Date.prototype.getTime)
export const dateToIso = save<(self: unknown) => string>(Date.prototype.toISOString)

export const regExpSource = getterOf<string>(RegExp.prototype, 'source')
/** One getter a flag: the `flags` getter would read each of them off the object, where the app may have put its own. */
export const regExpFlags = [
  ['d', getterOf<boolean>(RegExp.prototype, 'hasIndices')],
  ['g', getterOf<boolean>(RegExp.prototype, 'global')],
  ['i', getterOf<boolean>(RegExp.prototype, 'ignoreCase')],
  ['m', getterOf<boolean>(RegExp.prototype, 'multiline')],
  ['s', getterOf<boolean>(RegExp.prototype, 'dotAll')],
  ['u', getterOf<boolean>(RegExp.prototype, 'unicode')],
  ['v', getterOf<boolean>(RegExp.prototype, 'unicodeSets')],
  ['y', getterOf<boolean>(RegExp.prototype, 'sticky')],
] as const
export const execute = save<(pattern: RegExp, text: string) => RegExpExecArray | null>(RegExp.prototype.exec)

export const numberOf = save<(self: unknown) => number>(Number.prototype.valueOf)
export const stringOf = save<(self: unknown) => string>(String.prototype.valueOf)
export const booleanOf = save<(self: unknown) => boolean>(Boolean.prototype.valueOf)
export const symbolOf = save<(self: unknown) => symbol>(Symbol.prototype.valueOf)
export const bigintOf = save<(self: unknown) => bigint>(BigInt.prototype.valueOf)
export const symbolDescription = getterOf<string | undefined>(Symbol.prototype, 'description')

export const functionSource = save<(self: unknown) => string>(Function.prototype.toString)
export const numberToString = save<(value: number, radix: number) => string>(Number.prototype.toString)
export const slice = save<(text: string, from: number, to?: number) => string>(String.prototype.slice)
export const charCodeAt = save<(text: string, index: number) => number>(String.prototype.charCodeAt)
export const startsWith = save<(text: string, start: string) => boolean>(String.prototype.startsWith)
export const includes = save<(text: string, part: string) => boolean>(String.prototype.includes)
export const toLowerCase = save<(text: string) => string>(String.prototype.toLowerCase)
export const toUpperCase = save<(text: string) => string>(String.prototype.toUpperCase)
export const padStart = save<(text: string, length: number, fill: string) => string>(String.prototype.padStart)
export const urlHref = getterOf<string>(URL.prototype, 'href')
export const urlSearchParamsText = save<(self: unknown) => string>(URLSearchParams.prototype.toString)
export const domExceptionMessage = getterOf<string>(DOMException.prototype, 'message')
export const domExceptionName = getterOf<string>(DOMException.prototype, 'name')

/** The original getters themselves, to be recognised by. */
export const domExceptionGetters = {
  name: getOwnPropertyDescriptor(DOMException.prototype, 'name')?.get,
  message: getOwnPropertyDescriptor(DOMException.prototype, 'message')?.get,
}

/** Milliseconds of the monotonic clock, as `performance.now()`. */
export const now: () => number = performance.now.bind(performance)

/** The engine's getter behind `error.stack`: an own accessor of every error in V8 14, the same function for all of a realm. */
export const stackGetter: (() => unknown) | undefined = getOwnPropertyDescriptor(new Error(), 'stack')?.get
const readStackOf = stackGetter === undefined ? undefined : save<(error: object) => unknown>(stackGetter)

/** The stack text V8 holds for an error. May run the app's `Error.prepareStackTrace`, and may throw what that throws. */
export function readEngineStack(error: object): unknown {
  return readStackOf?.(error)
}

export const derefWeak = save<(self: unknown) => unknown>(WeakRef.prototype.deref)

/** Parts of a URL, by Node's own getters; `searchParams` would make an object and keep it. */
export const urlParts = (
  ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const
).map((name) => [name, getterOf<string>(URL.prototype, name)] as const)
export const eachSearchParam = save<(self: unknown, visit: (value: string, name: string) => void) => void>(
  URLSearchParams.prototype.forEach,
)

const { utf8Slice, base64Slice } = Buffer.prototype as unknown as { utf8Slice: unknown; base64Slice: unknown }
/** Bytes as text, by places; of any `Uint8Array`. */
export const textOfBytes = save<(bytes: object, from: number, to: number) => string>(utf8Slice)
export const base64OfBytes = save<(bytes: object, from: number, to: number) => string>(base64Slice)

/** What says how a stream of Node's is doing: in accessors over bits, and in own numbers beside them. */
export const readableState: object = getPrototypeOf(readableOf(new Readable())) as object
export const writableState: object = getPrototypeOf(writableOf(new Writable())) as object
export const readableFacts = (['flowing', 'ended', 'endEmitted', 'destroyed', 'errored'] as const).map(
  (name) => [name, getterOrNothing(readableState, name)] as const,
)
export const writableFacts = (['ending', 'finished', 'destroyed', 'errored', 'needDrain'] as const).map(
  (name) => [name, getterOrNothing(writableState, name)] as const,
)

function readableOf(stream: object): object {
  return (stream as { _readableState: object })._readableState
}

function writableOf(stream: object): object {
  return (stream as { _writableState: object })._writableState
}

/** Internals of Node's may move: then there is less to tell. */
function getterOrNothing(holder: object, key: string): ((self: unknown) => unknown) | undefined {
  const getter = Object.getOwnPropertyDescriptor(holder, key)?.get
  return getter === undefined ? undefined : save<(self: unknown) => unknown>(getter)
}
