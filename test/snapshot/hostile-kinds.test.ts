import { createSecretKey, KeyObject } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { IncomingMessage } from 'node:http'
import { Server, Socket } from 'node:net'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createValueTable, previewOf } from '../../src/server/snapshot/index.ts'
import { engineOfThisProcess } from './live-engine.ts'

/* eslint-disable no-unused-private-class-members -- the debugger reads them */
const ran: string[] = []
const spy = (what: string) => (): never => {
  ran.push(what)
  throw new Error(`ran ${what}`)
}
const trap = (target: object): object =>
  new Proxy(target, new Proxy({}, { get: (_, name) => spy(`trap ${String(name)}`) }))
const withGetter = (key: string): object =>
  Object.defineProperty({}, key, { get: spy(`getter ${key}`), enumerable: true })

class Response {
  // @ts-expect-error -- never read: the debugger does
  #state = trap({})
  // @ts-expect-error -- never read: the debugger does
  #headers = trap({})
}
class Request {
  // @ts-expect-error -- never read: the debugger does
  #state = Object.defineProperty({ method: 'GET', urlList: trap([]) }, 'body', { get: spy('body') })
}
class Headers {
  // @ts-expect-error -- never read: the debugger does
  #headersList = { headersMap: trap(new Map()) }
}
class FormData {
  // @ts-expect-error -- never read: the debugger does
  #state = [trap({}), withGetter('name'), { name: trap({}) }]
}
class Tagged {
  // @ts-expect-error -- never read: the debugger does
  #own = 1
  get [Symbol.toStringTag](): string {
    return spy('toStringTag')()
  }
  get inherited(): number {
    return spy('inherited')()
  }
}
const slyClass = class {
  // @ts-expect-error -- never read: the debugger does
  #x = 1
  static toString = spy('static toString')
}
const stream = Object.defineProperties(new Readable({ read: () => undefined }), {
  _readableState: { get: spy('state') },
})
const otherState = Object.assign(new Readable({ read: () => undefined }), { _readableState: withGetter('flowing') })
const proxiedState = Object.assign(new Readable({ read: () => undefined }), { _readableState: trap({}) })
const emitter = Object.assign(new EventEmitter(), { _events: trap({}) })
const listeners = Object.assign(new EventEmitter(), { _events: withGetter('sold') })
const message = Object.assign(new IncomingMessage(new Socket()), { rawHeaders: trap([]) })
const headers = Object.assign(new IncomingMessage(new Socket()), {
  rawHeaders: Object.defineProperty(['Host', 'x'], '1', { get: spy('raw header') }),
})
const outgoing = Object.assign(Object.create(null) as object, { outputData: [], [Symbol('kOutHeaders')]: trap({}) })
const kState: unique symbol = Symbol('kState')
class ReadableStream {
  [kState] = trap({})
}
const url = Object.defineProperties(new URL('http://a/'), { href: { get: spy('href') }, host: { get: spy('host') } })
const params = Object.assign(new URLSearchParams('a=1'), {
  forEach: spy('forEach'),
  [Symbol.iterator]: spy('iterator'),
})
const promise = Object.defineProperties(Promise.resolve({ inside: trap({ a: 1 }) }), { then: { get: spy('then') } })
const bytes = Object.assign(Buffer.from('tea'), {
  utf8Slice: spy('utf8Slice'),
  toString: spy('toString'),
  toJSON: spy('j'),
})

const kLength: unique symbol = Symbol('kLength')
const state: unique symbol = Symbol('state')
class Blob {
  [kLength] = trap({})
}
class Timeout {
  get _idleTimeout(): number {
    return spy('timeout')()
  }
}
class File {
  [state] = withGetter('name')
}
const impostors = [
  Intl.NumberFormat,
  Intl.DateTimeFormat,
  Intl.Collator,
  Intl.Locale,
  KeyObject,
  createSecretKey(Buffer.alloc(1)).constructor as typeof KeyObject,
  CryptoKey,
].map(({ prototype }) => {
  const impostor = Object.create(prototype as object) as object
  const legacy = new Intl.NumberFormat()
  for (const key of [...Reflect.ownKeys(prototype as object), ...Object.getOwnPropertySymbols(legacy), 'type'])
    Object.defineProperty(impostor, key, { get: spy(`impostor ${String(key)}`), configurable: true })
  return impostor
})
const trapped = Object.setPrototypeOf({}, trap(Intl.NumberFormat.prototype)) as object
const spoiledKey = Object.defineProperty(createSecretKey(Buffer.alloc(1)), 'type', { get: spy('key type') })
const spoiledFormat = Object.defineProperty(new Intl.NumberFormat('de'), 'resolvedOptions', { get: spy('options') })
const memory = Object.defineProperties(new ArrayBuffer(2), {
  byteLength: { get: spy('byteLength') },
  constructor: { get: spy('constructor') },
  valueOf: { get: spy('valueOf') },
})
const view = Object.defineProperties(new DataView(new ArrayBuffer(2)), { buffer: { get: spy('buffer') } })
const gone = new ArrayBuffer(2)
gone.transfer()
const closing = Object.defineProperties(new Server(), {
  listening: { get: spy('listening') },
  _handle: { get: spy('handle') },
})
const telling = Object.defineProperties(new IncomingMessage(new Socket()), {
  url: { get: spy('url') },
  body: { get: spy('body') },
})

const hostile: readonly (readonly [string, unknown])[] = [
  ['proxy of a proxy', trap(trap({ a: 1 }))],
  ['proxied function', trap(() => 1)],
  ['Response of its own', new Response()],
  ['Request of its own', new Request()],
  ['Headers of its own', new Headers()],
  ['FormData of its own', new FormData()],
  ['class with getters', new Tagged()],
  ['class with a toString', new slyClass()],
  [
    'private fields of proxies',
    new (class A {
      // @ts-expect-error -- never read: the debugger does
      #p = trap({})
      // @ts-expect-error -- never read: the debugger does
      #q = trap([])
    })(),
  ],
  ['state behind a getter', stream],
  ['state of its own', otherState],
  ['state behind a proxy', proxiedState],
  ['listeners behind a proxy', emitter],
  ['listeners behind a getter', listeners],
  ['headers behind a proxy', message],
  ['header behind a getter', headers],
  ['outgoing headers behind a proxy', outgoing],
  ['web stream of its own', new ReadableStream()],
  ['Blob of its own', new Blob()],
  ['File of its own', new File()],
  ['Timeout of its own', new Timeout()],
  ...impostors.map((impostor, index) => [`impostor ${index}`, impostor] as const),
  ['format behind a proxy', trapped],
  ['key', spoiledKey],
  ['format', spoiledFormat],
  ['ArrayBuffer', memory],
  ['DataView', view],
  ['ArrayBuffer that was transferred', gone],
  ['server', closing],
  ['message with getters', telling],
  ['aggregate', Object.defineProperty(new Error('x'), 'errors', { get: spy('errors') })],
  ['URL', url],
  ['URLSearchParams', params],
  ['promise', promise],
  ['Buffer', bytes],
  ['WeakRef of a proxy', new WeakRef(trap({}))],
  ['error over a proxy', Object.assign(new Error('x', { cause: trap({}) }), { extra: trap([]) })],
  ['Map with a proxy for a key', new Map([[trap({}), trap({})]])],
  ['accessor that is a proxy', Object.create(Object.defineProperty({}, 'p', { get: trap(() => 1) as () => unknown }))],
]

describe('kinds of values, hostile', () => {
  const engine = engineOfThisProcess()

  it.each(hostile)('runs nothing of: %s', (_, value) => {
    ran.length = 0
    expect(previewOf(value, { engine, depth: 3 })).not.toBe('')
    const table = createValueTable({ prefix: 'v', engine })
    const { ref } = table.view(value)
    const open = (at: string | undefined, depth: number): void => {
      if (at === undefined || depth > 3) return
      const page = table.expand(at, 0, 200)
      for (const [index, child] of (page?.children ?? []).entries()) {
        const place = page?.places?.[index] ?? index
        table.find({ ref: at, place, name: child.name })
        if ('value' in child) open(child.value.ref, depth + 1)
      }
    }
    open(ref, 0)
    if (ref !== undefined) expect(table.copy({ ref })?.text).toBeTypeOf('string')
    expect(ran).toEqual([])
  })
})
