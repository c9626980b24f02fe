import { EventEmitter } from 'node:events'
import { Agent, IncomingMessage, OutgoingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import { Server as NetServer, Socket } from 'node:net'
import { Duplex, Readable, Transform, Writable } from 'node:stream'
import * as intrinsics from './intrinsics.ts'
import type { Key } from './own-keys.ts'
import { classOf, inherits, MAX_CHAIN, ownData } from './value-kind.ts'

/** What people look for in the objects that every handler gets; their first properties are Node's own bookkeeping. */
interface NodeClass {
  /** Of an instance, by which it is told from a class of the app that has the same name. Absent: a key of Node's. */
  readonly prototype?: object
  /** Shown first, where they hold something. */
  readonly first?: readonly string[]
  /** Node's own beside those that a new instance has. */
  readonly hidden?: readonly string[]
}

const ZLIB: NodeClass = { first: ['bytesWritten'], hidden: ['allowHalfOpen'] }
const FILE: NodeClass = {
  first: ['path', 'fd', 'flags', 'bytesRead', 'bytesWritten'],
  hidden: ['mode', 'flush', 'start', 'end', 'pos', 'autoClose'],
}
const PLAIN: NodeClass = {}
/** What a server adds to its sockets, some of them methods. */
const SOCKET = [
  'server',
  'parser',
  'on',
  'addListener',
  'prependListener',
  'setEncoding',
  'destroySoon',
  'fd',
  'timeout',
]

const CLASSES: Readonly<Record<string, NodeClass>> = {
  IncomingMessage: {
    prototype: IncomingMessage.prototype,
    first: ['method', 'url', 'statusCode', 'statusMessage', 'params', 'query', 'body', 'complete', 'httpVersion'],
    hidden: ['next', 'res', 'req', 'baseUrl', 'originalUrl'],
  },
  ServerResponse: {
    prototype: ServerResponse.prototype,
    first: ['statusCode', 'statusMessage'],
  },
  ClientRequest: {
    prototype: OutgoingMessage.prototype,
    first: ['method', 'protocol', 'host', 'path'],
    hidden: [
      ...['agent', 'socketPath', 'timeout', 'timeoutCb', 'maxHeaderSize', 'insecureHTTPParser', 'httpValidation'],
      ...['joinDuplicateHeaders', 'parser', 'maxHeadersCount', 'upgradeOrConnect', 'res', 'socket', 'reusedSocket'],
    ],
  },
  Server: { prototype: NetServer.prototype },
  Socket: { prototype: Socket.prototype, first: ['connecting', 'timeout'], hidden: SOCKET },
  TLSSocket: {
    prototype: Socket.prototype,
    first: ['authorized', 'authorizationError', 'servername', 'alpnProtocol', 'connecting'],
    hidden: [...SOCKET, 'ssl', 'encrypted', 'secureConnecting'],
  },
  Agent: { prototype: Agent.prototype, first: ['protocol', 'keepAlive', 'maxSockets', 'sockets', 'freeSockets'] },
  ReadStream: FILE,
  WriteStream: FILE,
  ChildProcess: {
    first: ['pid', 'spawnfile', 'spawnargs', 'exitCode', 'signalCode', 'killed', 'connected'],
    hidden: ['stdin', 'stdout', 'stderr', 'stdio'],
  },
  Gzip: ZLIB,
  Gunzip: ZLIB,
  Deflate: ZLIB,
  Inflate: ZLIB,
  DeflateRaw: ZLIB,
  InflateRaw: ZLIB,
  Unzip: ZLIB,
  BrotliCompress: ZLIB,
  BrotliDecompress: ZLIB,
  ZstdCompress: ZLIB,
  ZstdDecompress: ZLIB,
  EventEmitter: PLAIN,
  Readable: PLAIN,
  Writable: PLAIN,
  Duplex: PLAIN,
  Transform: PLAIN,
  PassThrough: PLAIN,
  FSWatcher: PLAIN,
  FileHandle: { hidden: ['close'] },
  Worker: { hidden: ['performance'] },
  Interface: PLAIN,
  process: { first: ['pid', 'version', 'platform', 'argv'] },
}

/** Kinds of objects that Node fills with its own: what a new one has is no data of the app's. */
const BOOKKEEPING = new Map<object, ReadonlySet<Key>>()
/** Symbols of Node's own, whoever has them. */
const SYMBOLS = new Set<symbol>()

function learn(prototype: object, instance: object): void {
  const keys = new Set(Reflect.ownKeys(instance))
  for (const key of keys) if (typeof key === 'symbol') SYMBOLS.add(key)
  BOOKKEEPING.set(prototype, keys)
}

learn(EventEmitter.prototype as object, new EventEmitter())
learn(EventTarget.prototype, new EventTarget())
learn(Readable.prototype, new Readable())
learn(Writable.prototype, new Writable())
learn(Duplex.prototype, new Duplex())
learn(Transform.prototype, new Transform())
const socket = new Socket()
const incoming = new IncomingMessage(socket)
learn(Socket.prototype, socket)
learn(IncomingMessage.prototype, incoming)
learn(OutgoingMessage.prototype, new OutgoingMessage())
learn(ServerResponse.prototype, new ServerResponse(incoming))
learn(NetServer.prototype, new NetServer())
learn(HttpServer.prototype, new HttpServer())
learn(Agent.prototype, new Agent())

/** The keys of an object without Node's bookkeeping: what is looked for first, and all others. */
export interface ShownKeys {
  readonly first: readonly Key[]
  readonly rest: readonly Key[]
}

/** Properties of an object that is still sorted for its preview. */
const MAX_SORTED = 200
const NONE: readonly Key[] = []

/** `isKnown`: an object of a class of Node's, whose symbols are all Node's. */
export function shownKeys(value: object, keys: readonly Key[], isKnown: boolean): ShownKeys {
  if (keys.length > MAX_SORTED) return { first: NONE, rest: keys }
  const own = nodeClassOf(value)
  const bookkeeping = bookkeepingOf(value)
  if (own === undefined && bookkeeping === undefined && !isKnown) return { first: NONE, rest: keys }
  const isNodes = own !== undefined || isKnown
  const first: Key[] = []
  const wanted = own?.first ?? []
  for (let index = 0; index < wanted.length; index++) {
    const key = wanted[index]
    if (key !== undefined && hasSomething(value, key)) first[first.length] = key
  }
  const rest: Key[] = []
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]
    if (key === undefined || isAmong(wanted, key)) continue
    if (bookkeeping !== undefined && intrinsics.setHas(bookkeeping, key)) continue
    if (isKnown && key === 'constructor') continue
    if (typeof key === 'symbol' ? isNodes || intrinsics.setHas(SYMBOLS, key) : isNodes && hides(own, key)) continue
    rest[rest.length] = key
  }
  return { first, rest }
}

function hides(own: NodeClass | undefined, key: string): boolean {
  return key[0] === '_' || (own?.hidden !== undefined && isAmong(own.hidden, key))
}

function hasSomething(value: object, key: string): boolean {
  const found = ownData(value, key)
  return found !== undefined && found !== null && found !== ''
}

function isAmong(keys: readonly Key[], key: Key): boolean {
  for (let index = 0; index < keys.length; index++) if (keys[index] === key) return true
  return false
}

/** Of the instances of one of these classes itself: a class of the app that extends it may have `_names` of its own. */
function nodeClassOf(value: object): NodeClass | undefined {
  const label = classOf(value)
  if (!('name' in label) || !intrinsics.hasOwn(CLASSES, label.name)) return undefined
  const found = CLASSES[label.name]
  const prototype = found?.prototype ?? intrinsics.emitterPrototype
  return inherits(value, prototype) && intrinsics.hasOwn(value, '_events') ? found : undefined
}

function bookkeepingOf(value: object): ReadonlySet<Key> | undefined {
  let current = intrinsics.getPrototypeOf(value) as object | null
  for (let step = 0; step < MAX_CHAIN && current !== null && !intrinsics.isProxy(current); step++) {
    if (current === intrinsics.objectPrototype) return undefined
    const found = intrinsics.mapGet(BOOKKEEPING, current)
    if (found !== undefined) return found
    current = intrinsics.getPrototypeOf(current) as object | null
  }
  return undefined
}
