import { engineSlots } from './engine-slots.ts'
import * as intrinsics from './intrinsics.ts'
import type { Slot } from './slots.ts'
import { MAX_CHAIN, nameOfFunction, ownData } from './value-kind.ts'

export type Fields = readonly { readonly name: string; readonly value: unknown }[]

/**
 * A name by which everybody knows a part of a value, and the way there: own data all along. `@name` is a symbol of that
 * description, `#name` a private field. The first one tells that it is this kind of value; with an empty name, only that.
 */
type Fact = readonly [name: string, ...way: string[]]

const ENTRY: readonly Fact[] = [
  ['name', '@PerformanceEntry.Name'],
  ['entryType', '@PerformanceEntry.EntryType'],
  ['startTime', '@PerformanceEntry.StartTime'],
  ['duration', '@PerformanceEntry.Duration'],
  ['detail', '@kDetail'],
]
const READER: readonly Fact[] = [['stream', '@kState', 'stream']]
const STREAM: readonly Fact[] = [
  ['readable', '#transform', '@kState', 'readable'],
  ['writable', '#transform', '@kState', 'writable'],
]
/** Nothing to tell but that it is one. */
const HANDLE: readonly Fact[] = [['', '@kHandle']]
const COUPLED: readonly Fact[] = [
  ['readable', '#transform', 'readable'],
  ['writable', '#transform', 'writable'],
]
const DIGEST: readonly Fact[] = [['finalized', '@kState', '@kFinalized']]
const QUEUING: readonly Fact[] = [['highWaterMark', '#state', 'highWaterMark']]

/** Where Node 24 keeps what its objects tell through accessors, by class. */
const FACTS: Readonly<Record<string, readonly Fact[]>> = {
  Blob: [
    ['size', '@kLength'],
    ['type', '@kType'],
  ],
  File: [
    ['name', '@state', 'name'],
    ['size', '@kLength'],
    ['type', '@kType'],
    ['lastModified', '@state', 'lastModified'],
  ],
  TextDecoder: [
    ['encoding', '@encoding'],
    ['fatal', '@kFatal'],
    ['ignoreBOM', '@kIgnoreBOM'],
  ],
  Event: [
    ['type', '@type'],
    ['detail', '@detail'],
    ['data', '#eventInit', 'data'],
    ['target', '@kTarget'],
  ],
  AbortController: [['signal', '#signal']],
  TransformStream: [
    ['readable', '@kState', 'readable'],
    ['writable', '@kState', 'writable'],
  ],
  CompressionStream: COUPLED,
  DecompressionStream: COUPLED,
  TextDecoderStream: STREAM,
  TextEncoderStream: STREAM,
  ReadableStreamDefaultReader: READER,
  ReadableStreamBYOBReader: READER,
  WritableStreamDefaultWriter: READER,
  ByteLengthQueuingStrategy: QUEUING,
  CountQueuingStrategy: QUEUING,
  Hash: DIGEST,
  Hmac: DIGEST,
  Worker: [['threadId', '@kHandle', 'threadId']],
  BroadcastChannel: [['name', '@kName']],
  Timeout: [
    ['delay', '_idleTimeout'],
    ['repeat', '_repeat'],
    ['destroyed', '_destroyed'],
    ['callback', '_onTimeout'],
  ],
  Immediate: [
    ['destroyed', '_destroyed'],
    ['callback', '_onImmediate'],
  ],
  PerformanceMark: ENTRY,
  PerformanceMeasure: ENTRY,
  PerformanceEntry: ENTRY,
  AsyncResource: [['asyncId', '@async_id_symbol']],
  FileHandle: [['fd', '@kFd']],
  SocketAddress: [
    ['address', '@kDetail', 'address'],
    ['port', '@kDetail', 'port'],
  ],
  MIMEType: [
    ['type', '#type'],
    ['subtype', '#subtype'],
  ],
  Dir: [['path', '#path']],
  AsyncLocalStorage: [
    ['', '#defaultValue'],
    ['name', '#name'],
    ['defaultValue', '#defaultValue'],
  ],
  PerformanceObserver: [
    ['', '#buffer'],
    ['type', '#type'],
    ['entryTypes', '#entryTypes'],
  ],
  Navigator: [['', '#userAgent']],
  MessagePort: [['', '@kEvents']],
  Performance: [['', '@performance']],
  Histogram: HANDLE,
  RecordableHistogram: HANDLE,
  BlockList: HANDLE,
  Cipheriv: HANDLE,
  Decipheriv: HANDLE,
  DiffieHellman: HANDLE,
  ECDH: HANDLE,
  Sign: HANDLE,
  Verify: HANDLE,
  // Of UDP: those of net have no such symbol.
  Socket: [['', '@state symbol']],
}

/** Of directory entries, by the number that libuv has for it. */
const ENTRY_TYPES = [
  'unknown',
  'file',
  'directory',
  'symbolic link',
  'FIFO',
  'socket',
  'character device',
  'block device',
]

/**
 * What an object of Node's tells through accessors, without asking those: `size` and `type` of a Blob. Undefined for what
 * is none, or is made in another way than Node 24 makes it.
 */
export function platformSlots(value: object, fields: Fields): readonly Slot[] | undefined {
  const name = knownName(value)
  if (name === undefined) return engineSlots(value)
  if (name === 'TextEncoder')
    return isFound(bySymbol(value, 'encoder')) ? [{ name: 'encoding', value: 'utf-8' }] : undefined
  if (name === 'Dirent') return direntSlots(value)
  const facts = FACTS[name] ?? []
  const slots: Slot[] = []
  for (let index = 0; index < facts.length; index++) {
    const fact = facts[index]
    const found = fact && follow(value, fact, fields)
    if (fact === undefined || !isFound(found)) {
      if (index === 0) return undefined
      continue
    }
    if (fact[0] !== '' && (index === 0 || (found.value !== undefined && found.value !== null)))
      slots[slots.length] = { name: fact[0], value: found.value }
  }
  return slots
}

/** The nearest class with facts: `class Sold extends Event` is an event, too. */
function knownName(value: object): string | undefined {
  let current = intrinsics.getPrototypeOf(value) as object | null
  for (let step = 0; step < MAX_CHAIN && current !== null && !intrinsics.isProxy(current); step++) {
    if (current === intrinsics.objectPrototype) return undefined
    const maker = ownData(current, 'constructor')
    const name = typeof maker === 'function' ? nameOfFunction(maker) : ''
    if (name === 'TextEncoder' || name === 'Dirent' || intrinsics.hasOwn(FACTS, name)) return name
    current = intrinsics.getPrototypeOf(current) as object | null
  }
  return undefined
}

interface Found {
  readonly value: unknown
}

function isFound(found: Found | undefined): found is Found {
  return found !== undefined
}

function follow(value: object, fact: Fact, fields: Fields): Found | undefined {
  let current: unknown = value
  for (let index = 1; index < fact.length; index++) {
    const step = fact[index] ?? ''
    if (typeof current !== 'object' || current === null || intrinsics.isProxy(current)) return undefined
    const found: Found | undefined =
      step[0] === '#'
        ? fieldNamed(fields, step)
        : step[0] === '@'
          ? bySymbol(current, intrinsics.slice(step, 1))
          : dataOf(current, step)
    if (found === undefined) return undefined
    current = found.value
  }
  return { value: current }
}

function dataOf(target: object, key: PropertyKey): Found | undefined {
  const property = intrinsics.getOwnPropertyDescriptor(target, key)
  return property !== undefined && intrinsics.hasOwn(property, 'value') ? { value: property.value } : undefined
}

function fieldNamed(fields: Fields, name: string): Found | undefined {
  for (let index = 0; index < fields.length; index++) if (fields[index]?.name === name) return fields[index]
  return undefined
}

/** More symbols than this no object of Node's has. */
const MAX_SYMBOLS = 50

function bySymbol(target: object, description: string): Found | undefined {
  const symbols = intrinsics.getOwnPropertySymbols(target)
  for (let index = 0; index < symbols.length && index < MAX_SYMBOLS; index++) {
    const symbol = symbols[index]
    if (symbol !== undefined && intrinsics.symbolDescription(symbol) === description) return dataOf(target, symbol)
  }
  return undefined
}

function direntSlots(entry: object): readonly Slot[] | undefined {
  const type = bySymbol(entry, 'type')?.value
  return typeof type === 'number' ? [{ name: 'type', value: ENTRY_TYPES[type] ?? type }] : undefined
}
