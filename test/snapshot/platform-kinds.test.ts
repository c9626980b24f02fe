import { createCipheriv, createHash, createSecretKey, generateKeyPairSync, subtle } from 'node:crypto'
import { once, EventEmitter } from 'node:events'
import { createReadStream } from 'node:fs'
import { opendir, readdir } from 'node:fs/promises'
import { createServer, get } from 'node:http'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { Duplex, Readable, Transform, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { MIMEType } from 'node:util'
import { BroadcastChannel, MessageChannel } from 'node:worker_threads'
import { createGzip } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { createValueTable, previewOf } from '../../src/server/snapshot/index.ts'
import { engineOfThisProcess } from './live-engine.ts'

const engine = engineOfThisProcess()
const preview = (value: unknown): string => previewOf(value, { engine })
const table = createValueTable({ prefix: 'v', engine })

function copied(value: unknown): unknown {
  const place = { ref: table.view([value]).ref ?? '', place: 0 }
  return JSON.parse(table.copy(place)?.text ?? 'null')
}

class Shop extends EventEmitter {
  tea = 4
  _stock = 2
}
class Sold extends Event {
  price = 3
}

const file = new File(['hello'], 'a.txt', { type: 'text/plain', lastModified: 1700000000000 })
const form = new FormData()
form.append('name', 'tea')
form.append('upload', file)
const timer = setTimeout(() => undefined, 5000)
const repeated = setInterval(function tick() {}, 5000)
const done = setTimeout(() => undefined, 5000)
clearTimeout(done)
const { port1, port2 } = new MessageChannel()
const broadcast = new BroadcastChannel('shop')
performance.mark('begun', { detail: { step: 1 } })
const mark = performance.getEntriesByName('begun')[0]
const writes = { write: (_chunk: unknown, _encoding: string, next: () => void): void => next() }
const reads = { read: (): void => undefined }
const controller = new AbortController()
const encrypts = await subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt'])
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const [entry] = await readdir(fileURLToPath(new URL('.', import.meta.url)), { withFileTypes: true })
const directory = await opendir('/')

afterAll(async () => {
  clearTimeout(timer)
  clearInterval(repeated)
  port1.close()
  port2.close()
  broadcast.close()
  await directory.close()
})

describe('objects of the platform', () => {
  it.each<[string, unknown]>([
    ["Blob { size: 3, type: 'text/plain' }", new Blob(['abc'], { type: 'text/plain' })],
    ["File { name: 'a.txt', size: 5, type: 'text/plain', lastModified: 1700000000000 }", file],
    [
      "FormData { name: 'tea', upload: File { name: 'a.txt', size: 5, type: 'text/plain', lastModified: 1700000000000 } }",
      form,
    ],
    ["TextEncoder { encoding: 'utf-8' }", new TextEncoder()],
    [
      "TextDecoder { encoding: 'utf-16le', fatal: true, ignoreBOM: false }",
      new TextDecoder('utf-16le', { fatal: true }),
    ],
    ['AbortController { signal: AbortSignal { aborted: false } }', controller],
    ['AbortSignal { aborted: false }', controller.signal],
    ['AbortSignal { aborted: true, reason: [Error: why] }', AbortSignal.abort(new Error('why'))],
    ['EventTarget {}', new EventTarget()],
    ["Event { type: 'go' }", new Event('go')],
    ["CustomEvent { type: 'go', detail: 4 }", new CustomEvent('go', { detail: 4 })],
    ["Sold [Event] { type: 'sold', price: 3 }", new Sold('sold')],
    ["ReadableStream { state: 'readable', locked: false }", new ReadableStream()],
    ["WritableStream { state: 'writable', locked: false }", new WritableStream()],
    [
      "ReadableStreamDefaultReader { stream: ReadableStream { state: 'readable', locked: true } }",
      new ReadableStream().getReader(),
    ],
    [
      "CompressionStream { readable: ReadableStream { state: 'readable', locked: false }, … 1 more }",
      new CompressionStream('gzip'),
    ],
    ["URLSearchParams '?a=1&b=2&a=3'", new URLSearchParams('a=1&b=2&a=3')],
    ['URLSearchParams {}', new URLSearchParams()],
    [
      "Intl.DateTimeFormat { locale: 'de', dateStyle: 'short', timeZone: 'Europe/Berlin', calendar: 'gregory', … 1 more }",
      new Intl.DateTimeFormat('de', { dateStyle: 'short', timeZone: 'Europe/Berlin' }),
    ],
    ["Intl.Locale { baseName: 'de-AT' }", new Intl.Locale('de-AT')],
    ["Intl.Segmenter { locale: 'en', granularity: 'word' }", new Intl.Segmenter('en', { granularity: 'word' })],
    ["SecretKeyObject { type: 'secret', symmetricKeySize: 16 }", createSecretKey(Buffer.alloc(16))],
    ["PublicKeyObject { type: 'public', asymmetricKeyType: 'ec' }", publicKey],
    ["PrivateKeyObject { type: 'private', asymmetricKeyType: 'ec' }", privateKey],
    [
      "CryptoKey { type: 'secret', extractable: true, algorithm: { name: 'AES-GCM', length: 128 }, usages: [ 'encrypt' ] }",
      encrypts,
    ],
    ['Hash { finalized: false }', createHash('sha256')],
    ['Cipheriv {}', createCipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16))],
    ['MessagePort {}', port1],
    ["BroadcastChannel { name: 'shop' }", broadcast],
    ['Timeout { delay: 5000, destroyed: false, callback: [Function (anonymous)] }', timer],
    ['Timeout { delay: 5000, repeat: 5000, destroyed: false, callback: [Function: tick] }', repeated],
    ['Timeout { delay: -1, destroyed: true }', done],
    [
      `PerformanceMark { name: 'begun', entryType: 'mark', startTime: ${mark?.startTime}, duration: 0, detail: { step: 1 } }`,
      mark,
    ],
    [`Dirent { type: 'file', name: '${entry?.name}', … 1 more }`, entry],
    ["Dir { path: '/' }", directory],
    ["MIMEType { type: 'text', subtype: 'html' }", new MIMEType('text/html')],
    ['EventEmitter {}', new EventEmitter()],
    [
      'EventEmitter { <listeners: sold (2), gone> }',
      new EventEmitter()
        .on('sold', () => 1)
        .on('sold', () => 2)
        .on('gone', () => 3),
    ],
    ['Shop { tea: 4, _stock: 2 }', new Shop()],
    ['Readable { <readable: not read yet> }', new Readable(reads)],
    ['Writable { <writable: open> }', new Writable(writes)],
    ['Duplex { <readable: not read yet>, <writable: open> }', new Duplex({ ...reads, ...writes })],
    ['Transform { <readable: not read yet>, <writable: open> }', new Transform()],
    ['Gzip { bytesWritten: 0, <readable: not read yet>, <writable: open> }', createGzip()],
    ['Socket { connecting: false, <readable: not read yet>, <writable: open> }', new Socket()],
    ["ArrayBuffer { [Uint8Contents]: <74 65 61> 'tea', byteLength: 3 }", new TextEncoder().encode('tea').buffer],
    ['Object [Math] {}', Math],
    [
      "[Object: null prototype] { id: '7' }",
      Object.assign(Object.create(Object.create(null) as object) as object, { id: '7' }),
    ],
    ['Object [Array Iterator] {}', [1][Symbol.iterator]()],
    ['Day [Date] 1970-01-01T00:00:00.000Z', new (class Day extends Date {})(0)],
    [
      'AggregateError: both { [errors]: [ [Error: a], [Error: b] ] }',
      new AggregateError([new Error('a'), new Error('b')], 'both'),
    ],
  ])('are previewed by what they are: %s', (text, value) => {
    expect(preview(value).replace(/, parentPath: '[^']*'/, ', … 1 more')).toBe(text)
  })

  it('say how a file is read, and by whom a request is', async () => {
    const stream = createReadStream(fileURLToPath(import.meta.url))
    await once(stream, 'open')
    expect(preview(stream)).toMatch(
      /^ReadStream \{ path: '.*', fd: \d+, flags: 'r', bytesRead: 0, (?:<readable: |… 1 more)/,
    )
    stream.destroy()
    const server = createServer()
    expect(preview(server)).toBe('Server { listening: false }')
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    expect(preview(server)).toBe('Server { listening: true }')
    const client: ClientRequest = get({ port: (server.address() as AddressInfo).port, path: '/cart' })
    const [request, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse]
    Object.assign(request, { params: { id: '7' } })
    expect(preview(request)).toBe(
      "IncomingMessage { method: 'GET', url: '/cart', params: { id: '7' }, complete: true, httpVersion: '1.1', … 1 more }",
    )
    expect(table.text(request, () => undefined)).toContain("headers: { host: '")
    expect(preview(client)).toMatch(
      /^ClientRequest \{ method: 'GET', protocol: 'http:', host: 'localhost', path: '\/cart'/,
    )
    expect(preview(request.socket)).toBe('Socket { connecting: false, <readable: flowing>, <writable: open> }')
    expect(preview(response)).toBe('ServerResponse { statusCode: 200, headersSent: false, <writable: open> }')
    expect(copied(request)).toEqual({
      method: 'GET',
      url: '/cart',
      params: { id: '7' },
      complete: true,
      httpVersion: '1.1',
      headers: { host: expect.any(String) as string, connection: 'keep-alive' },
    })
    response.end()
    const [answer] = (await once(client, 'response')) as [IncomingMessage]
    expect(preview(answer)).toMatch(/^IncomingMessage \{ statusCode: 200, statusMessage: 'OK', /)
    server.close()
    server.closeAllConnections()
  })

  it('have everything else in the tree, each name once', () => {
    const { ref = '' } = table.view(file)
    const names = table.expand(ref)?.children.map(({ name }) => name) ?? []
    expect(names.slice(0, 4)).toEqual(['name', 'size', 'type', 'lastModified'])
    expect(names).toContain('Symbol(kHandle)')
    expect(new Set(names).size).toBe(names.length)
  })

  it('are copied as what they are', () => {
    expect(copied(file)).toEqual({ name: 'a.txt', size: 5, type: 'text/plain', lastModified: 1700000000000 })
    expect(copied(done)).toEqual({ delay: -1, destroyed: true })
    expect(copied(new Shop())).toEqual({ tea: 4, _stock: 2 })
    expect(copied(new URLSearchParams('a=1'))).toEqual({ a: '1' })
    expect(copied(new Proxy({ a: new Proxy([1], {}) }, { get: () => 2 }))).toEqual({ a: [1] })
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    expect(copied(revoked.proxy)).toBe('[<Revoked Proxy>]')
    let deep: object = { a: 1 }
    for (let level = 0; level < 100; level++) deep = new Proxy(deep, {})
    expect(copied(deep)).toMatch(/^\[/)
  })
})
