import { EventEmitter } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { PassThrough, Readable, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createRedactor, createValueTable, previewOf } from '../../src/server/snapshot/index.ts'
import { engineOfThisProcess } from './live-engine.ts'

/* eslint-disable no-unused-private-class-members -- the debugger reads them */
class Account {
  #balance = 50
  // @ts-expect-error -- never read: the debugger does
  #owner = { name: 'Ann' }
  currency = 'EUR'
  get total(): number {
    return this.#balance
  }
}
class Savings extends Account {
  // @ts-expect-error -- never read
  #rate = 0.02
}

const engine = engineOfThisProcess()
const preview = (value: unknown): string => previewOf(value, { engine })

/** `name: preview` of what is inside, or `name: (reason)`. */
function inside(value: unknown, redacted = false): readonly string[] {
  const table = createValueTable({ prefix: 'v', engine, ...(redacted ? { redactor: createRedactor() } : {}) })
  const { ref } = table.view(value)
  return (table.expand(ref ?? '', 0, 200)?.children ?? []).map((child) =>
    'value' in child ? `${child.name}: ${child.value.preview}` : `${child.name}: (${child.missing})`,
  )
}

const rejected = Promise.reject(new TypeError('late'))
rejected.catch(() => undefined)
const revoked = Proxy.revocable({}, {})
revoked.revoke()

describe('what V8 alone knows', () => {
  it.each<[string, unknown]>([
    ["Promise { 'tea' }", Promise.resolve('tea')],
    ['Promise { { a: 1 } }', Promise.resolve({ a: 1 })],
    ['Promise { <pending> }', new Promise(() => undefined)],
    ['Promise { <rejected> [TypeError: late] }', rejected],
    ['Proxy [ { a: 1 }, { get: [Function: get] } ]', new Proxy({ a: 1 }, { get: () => 2 })],
    ['{ deep: Proxy [ [Array], [Object] ] }', { deep: new Proxy([1], {}) }],
    ['<Revoked Proxy>', revoked.proxy],
    ["Account { currency: 'EUR', #balance: 50, #owner: { name: 'Ann' } }", new Account()],
    ["Savings { currency: 'EUR', #balance: 50, #owner: { name: 'Ann' }, #rate: 0.02 }", new Savings()],
    ['WeakRef { { a: 1 } }', new WeakRef({ a: 1 })],
  ])('is previewed: %s', (text, value) => {
    expect(preview(value)).toBe(text)
  })

  it('is in the tree', () => {
    expect(inside(rejected)).toEqual(["[[PromiseState]]: 'rejected'", '[[PromiseResult]]: TypeError: late'])
    expect(inside(new Proxy({ a: 1 }, {}))).toEqual(['[[Target]]: { a: 1 }', '[[Handler]]: {}'])
    expect(inside(new WeakRef([1]))).toEqual(['[[WeakRefTarget]]: [ 1 ]'])
    expect(inside(new Account())).toEqual([
      "currency: 'EUR'",
      '#balance: 50',
      "#owner: { name: 'Ann' }",
      'total: (getter)',
    ])
  })

  it('is masked by its name', () => {
    class Login {
      // @ts-expect-error -- never read
      #password = 'hunter2'
      // @ts-expect-error -- never read
      #user = 'ann'
    }
    expect(inside(new Login(), true)).toEqual(['#password: (redacted)', "#user: 'ann'"])
    expect(previewOf(new Login(), { engine, redactor: createRedactor() })).toBe(
      "Login { #password: ••••••, #user: 'ann' }",
    )
  })

  it('is asked for within limits, whatever there is of it', () => {
    const many = Array.from({ length: 2000 }, () => new Account())
    let looks = 0
    const counted = {
      ...engine,
      privateFields: (instance: object, limit: number) => {
        looks++
        return engine.privateFields(instance, limit)
      },
    }
    const table = createValueTable({ prefix: 'v', engine: counted })
    const { ref } = table.view(many)
    expect(table.expand(ref!, 0, 1000)?.children).toHaveLength(1000)
    expect(looks).toBeGreaterThan(100)
    expect(looks).toBeLessThanOrEqual(250)
  })
})

describe('values of the web', () => {
  const headers = new Headers({ accept: 'text/html', authorization: 'Basic YWJjOmRlZg==' })

  it('say what they are', () => {
    expect(preview(headers)).toBe("Headers { accept: 'text/html', authorization: 'Basic YWJjOmRlZg==' }")
    expect(preview(new Request('http://shop.example/cart?x=1', { method: 'PUT' }))).toMatch(
      /^Request \{ method: 'PUT', url: 'http:\/\/shop\.example\/cart\?x=1', headers: Headers \{\}/,
    )
    expect(preview(new Response('no', { status: 404, statusText: 'Gone' }))).toMatch(
      /^Response \{ status: 404, statusText: 'Gone'/,
    )
    const form = new FormData()
    form.set('item', 'tea')
    expect(preview(form)).toBe("FormData { item: 'tea' }")
    expect(preview(new ReadableStream())).toMatch(/^ReadableStream \{ state: 'readable', locked: false/)
    expect(preview(AbortSignal.abort())).toMatch(/^AbortSignal \{ aborted: true/)
  })

  it('are the same where they come from `fetch`', async () => {
    const response = await fetch('data:text/plain,hello')
    expect(preview(response)).toMatch(/^Response \{ status: 200, statusText: 'OK', url: 'data:text\/plain,hello', /)
    expect(inside(response)).toContain("headers: Headers { 'content-type': 'text/plain' }")
    expect(inside(response).join('\n')).not.toContain('#state')
  })

  it('open into what everybody knows them by', () => {
    expect(inside(new Response('no', { status: 404, headers: { 'x-a': '1' } })).slice(0, 7)).toEqual([
      'status: 404',
      "statusText: ''",
      "url: ''",
      "type: 'default'",
      "headers: Headers { 'x-a': '1', 'content-type': 'text/plain;charset=UTF-8' }",
      expect.stringMatching(/^body: ReadableStream \{ state: 'readable'/),
      "[[BodyText]]: 'no'",
    ])
    expect(inside(new URL('https://ann:pw@shop.example:8080/a/b?x=1#top'))).toEqual([
      "href: 'https://ann:pw@shop.example:8080/a/b?x=1#top'",
      "protocol: 'https:'",
      "username: 'ann'",
      "password: 'pw'",
      "host: 'shop.example:8080'",
      "hostname: 'shop.example'",
      "port: '8080'",
      "pathname: '/a/b'",
      "search: '?x=1'",
      "hash: '#top'",
    ])
    expect(inside(new URLSearchParams('a=1&b=2&a=3'))).toEqual(["a: '1'", "b: '2'", "a: '3'"])
    expect(inside(headers, true)).toEqual(["accept: 'text/html'", 'authorization: (redacted)'])
  })

  it('masks what URLs carry', () => {
    const shown = inside(new URL('https://ann:pw@shop.example/?token=abc123#x'), true).join('\n')
    expect(shown).not.toContain('pw')
    expect(shown).not.toContain('abc123')
    expect(inside(new URLSearchParams('token=abc123&a=1'), true)).toEqual(['token: (redacted)', "a: '1'"])
  })

  it('takes no class of the app for them', () => {
    class Response {
      // @ts-expect-error -- never read
      #state = 7
      body = 'mine'
    }
    expect(preview(new Response())).toBe("Response { body: 'mine', #state: 7 }")
  })
})

describe('values of Node', () => {
  it('tells how a stream is doing', async () => {
    const readable = Readable.from(['a'])
    expect(preview(readable)).toMatch(/^Readable \{ <readable: not read yet>/)
    const open = new PassThrough()
    open.write('12345')
    expect(preview(open)).toMatch(/^PassThrough \{ <readable: not read yet, 5 buffered>, <writable: open>/)
    open.resume()
    await new Promise((resolve) => setImmediate(resolve))
    expect(preview(open)).toContain('<readable: flowing>')
    open.pause()
    expect(preview(open)).toContain('<readable: paused>')
    open.destroy(new Error('cut')).on('error', () => undefined)
    expect(preview(open)).toContain('<readable: errored>, <writable: errored>')
    const done = new Writable({ write: (_chunk, _encoding, next) => next() })
    await new Promise<void>((resolve) => void done.end('x', () => resolve()))
    expect(preview(done)).toMatch(/^Writable \{ <writable: finished>/)
    expect(inside(done)[0]).toMatch(/^\[\[Writable\]\]: \{ ending: true, finished: true, destroyed: /)
  })

  it('tells method, URL and headers of messages', () => {
    const request = new IncomingMessage(new Socket())
    Object.assign(request, {
      method: 'GET',
      url: '/cart',
      rawHeaders: ['Host', 'shop', 'Cookie', 'sid=1', 'Host', 'x'],
    })
    expect(preview(request)).toMatch(/^IncomingMessage \{ method: 'GET', url: '\/cart'/)
    expect(inside(request)).toContain("[[Headers]]: { host: 'shop, x', cookie: 'sid=1' }")
    expect(inside(request, true)).toContain("[[Headers]]: { host: 'shop, x', cookie: •••••• }")
    expect(inside(request)).toContain('headers: (getter)')
    const response = new ServerResponse(request)
    response.statusCode = 201
    response.setHeader('X-Cart', ['a', 'b'])
    expect(preview(response)).toMatch(/^ServerResponse \{ statusCode: 201/)
    expect(inside(response)).toContain("[[Headers]]: { 'x-cart': [ 'a', 'b' ] }")
  })

  it('counts the listeners of an emitter', () => {
    const emitter = new EventEmitter().on('sold', () => 1).on('sold', () => 2)
    emitter.once(Symbol('gone'), () => 3)
    expect(inside(emitter)[0]).toBe("[[Listeners]]: { sold: 2, 'Symbol(gone)': 1 }")
  })

  it('shows a Buffer as text and as bytes', () => {
    expect(inside(Buffer.from('Grüße, tea!\n123'))).toEqual([
      "[[Text]]: 'Grüße, tea!\\n123'",
      '00000000: 47 72 c3 bc c3 9f 65 2c 20 74 65 61 21 0a 31 32  Gr....e, tea!.12',
      '00000010: 33                                               3',
    ])
    expect(inside(Buffer.from('{"password":"hunter2"} Bearer eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln'), true)).toEqual([
      expect.not.stringContaining('eyJ'),
      ...['00000000', '00000010', '00000020', '00000030', '00000040'].map((name) => `${name}: (redacted)`),
    ])
  })

  it('says what an error carries, and its cause', () => {
    const error = Object.assign(new Error('bad', { cause: new TypeError('x') }), { code: 'E_TEA' })
    expect(preview(error)).toBe("Error: bad { code: 'E_TEA', [cause]: [TypeError: x] }")
    expect(inside(error)).toContain('cause: TypeError: x')
  })

  it('opens a Map entry as a pair where its key can be opened', () => {
    const map = new Map<unknown, unknown>([
      [{ id: 1 }, 'tea'],
      ['b', 2],
    ])
    expect(inside(map)).toEqual(["{ id: 1 }: 'tea'", "'b': 2"])
    const table = createValueTable({ prefix: 'v' })
    const [entry] = table.expand(table.view(map).ref!)!.children
    if (entry === undefined || !('value' in entry)) throw new Error('no entry')
    expect(table.expand(entry.value.ref!)?.children.map(({ name }) => name)).toEqual(['key', 'value'])
  })

  it('marks where a value is inside itself', () => {
    const order: Record<string, unknown> = { id: 1 }
    order['lines'] = [{ order }]
    expect(previewOf(order, { depth: 3 })).toBe('<ref *1> { id: 1, lines: [ { order: [Circular *1] } ] }')
  })
})
