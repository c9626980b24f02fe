import http from 'node:http'
import { createRequire } from 'node:module'
import { serve } from '@hono/node-server'
import type { ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished } from 'vitest'
import { wrapHandler } from '../../src/server/surface/index.ts'
import { ask, listen, PAGE, surfaceBench } from './surface-bench.ts'

type ExpressHandler = (request: http.IncomingMessage, response: { send(body: string): void }) => unknown

/** What these tests use of Express, which brings no types. */
interface ExpressApp extends http.RequestListener {
  get(path: string, handler: ExpressHandler): ExpressApp
  get(setting: string): unknown
  set(setting: string, value: unknown): void
  use(path: string, app: ExpressApp): ExpressApp
  use(handler: ExpressHandler): ExpressApp
}

const express = createRequire(import.meta.url)('express') as { (): ExpressApp; Router(): ExpressApp }

const bench = surfaceBench()

describe('an Express app', () => {
  it('stays a function with methods, and is watched', async () => {
    const bare = express()
    const app = wrapHandler(bench.surfacer, bare)
    app.set('title', 'shop')
    const returned = app.get('/ok', (_request, response) => response.send('ok'))
    expect(returned).toBe(app)
    app.get('/bad', () => {
      const error = new Error('bad')
      bench.threw(error)
      throw error
    })
    app.use(
      '/below',
      express.Router().get('/', (_request, response) => response.send('below')),
    )
    expect([typeof app, app.get('title'), app.length, app.name]).toEqual(['function', 'shop', bare.length, bare.name])
    const port = await listen(http.createServer(app))
    expect((await ask(port, { path: '/ok' })).body).toBe('ok')
    expect((await ask(port, { path: '/below' })).body).toBe('below')
    expect((await ask(port, { path: '/none' })).status).toBe(404)
    expect(await ask(port, { path: '/bad' })).toMatchObject({ status: 500, body: PAGE })
  })

  it('may be mounted in another one', async () => {
    const outer = express().use(
      '/in',
      wrapHandler(
        bench.surfacer,
        express().get('/', () => bench.threw()),
      ),
    )
    outer.use((_request, response) => response.send('outer'))
    const port = await listen(http.createServer(wrapHandler(bench.surfacer, outer)))
    expect((await ask(port, { path: '/' })).body).toBe('outer')
  })
})

describe('a Hono app', () => {
  it('keeps its methods, its identity and its chains', async () => {
    const bare = new Hono()
    const app = wrapHandler(bench.surfacer, bare)
    expect(app.get('/ok', (c) => c.text('ok'))).toBe(app)
    app.post('/ok', async (c) => c.text(await c.req.text()))
    app.route(
      '/below',
      new Hono().get('/', (c) => c.text('below')),
    )
    app.get('/bad', () => {
      bench.threw()
      return new Response('own', { status: 500 })
    })
    expect(app).toBeInstanceOf(Hono)
    expect([app.constructor, Object.keys(app)]).toEqual([Hono, Object.keys(bare)])
    expect(app.fetch).toBe(app.fetch)
    expect(app.routes).toBe(bare.routes)
    expect(await (await app.request('/ok')).text()).toBe('ok')
    expect(await (await app.request('/below')).text()).toBe('below')
    expect(await (await app.request('/ok', { method: 'POST', body: 'sent' })).text()).toBe('sent')
    expect((await app.request('/none')).status).toBe(404)
    const port = await listening(
      serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false }),
    )
    expect((await ask(port, { path: '/ok' })).body).toBe('ok')
    expect(await ask(port, { path: '/bad' })).toMatchObject({ status: 500, body: PAGE })
    app.notFound((c) => c.text('set through the wrapper', 404))
    expect((await ask(port, { path: '/none' })).body).toBe('set through the wrapper')
  })
})

describe('an object with fetch', () => {
  it('may have private fields, accessors and a prototype', async () => {
    class Base {
      #secret = 'private'
      get secret(): string {
        return this.#secret
      }
      set secret(value) {
        this.#secret = value
      }
      fetch(request: Request, ...rest: unknown[]): Response | Promise<Response> {
        return new Response(`${this.#secret} ${new URL(request.url).pathname} ${JSON.stringify(rest)}`)
      }
      compare(other: unknown): boolean {
        return other === this
      }
    }
    const bare = new (class extends Base {})()
    const wrapped = wrapHandler(bench.surfacer, bare)
    expect(await (await wrapped.fetch(new Request('http://x/a'), { env: 1 }, 'ctx')).text()).toBe(
      'private /a [{"env":1},"ctx"]',
    )
    wrapped.secret = 'changed'
    expect([wrapped.secret, bare.secret, wrapped.compare(bare)]).toEqual(['changed', 'changed', true])
  })

  it.each(['frozen', 'sealed'])('may be %s', async (how) => {
    const bare = { fetch: () => new Response('fetched'), other: 1 }
    const wrapped = wrapHandler(bench.surfacer, how === 'frozen' ? Object.freeze(bare) : Object.seal(bare))
    expect(await wrapped.fetch().text()).toBe('fetched')
    expect(wrapped.other).toBe(1)
  })

  it('may make its fetch anew each time', async () => {
    let made = 0
    const bare = {
      get fetch() {
        const which = ++made
        return () => new Response(String(which))
      },
    }
    const wrapped = wrapHandler(bench.surfacer, bare)
    expect([await wrapped.fetch().text(), await wrapped.fetch().text()]).toEqual(['1', '2'])
  })
})

describe('a function', () => {
  it('gets its `this` and its arguments, and its result comes back', () => {
    const calls: unknown[] = []
    const wrapped = wrapHandler(bench.surfacer, function (this: unknown, ...args: unknown[]) {
      calls.push([this, args.length, ...args])
      return 'returned'
    })
    const self = {}
    expect(Reflect.apply(wrapped, self, [1])).toBe('returned')
    expect(Reflect.apply(wrapped, self, [])).toBe('returned')
    expect(Reflect.apply(wrapped, self, ['a', 'b', 'c'])).toBe('returned')
    expect(calls).toEqual([
      [self, 1, 1],
      [self, 0],
      [self, 3, 'a', 'b', 'c'],
    ])
  })

  it('that is no handler throws what it throws', () => {
    const error = new Error('x')
    const wrapped = wrapHandler(bench.surfacer, () => {
      throw error
    })
    expect(wrapped).toThrow(error)
  })

  it('as a Node listener hands over what it returns', async () => {
    const returned: unknown[] = []
    const listener = wrapHandler(bench.surfacer, async (_request: unknown, response: http.ServerResponse) => {
      await Promise.resolve()
      response.end('ok')
      return 'result'
    })
    const port = await listen(http.createServer((request, response) => void returned.push(listener(request, response))))
    await ask(port)
    expect(await returned[0]).toBe('result')
  })

  it.each([true, false])('as a fetch handler is known whichever Request it gets (overridden: %s)', async (override) => {
    const GlobalRequest = globalThis.Request
    const GlobalResponse = globalThis.Response
    onTestFinished(() => {
      Object.defineProperty(globalThis, 'Request', { value: GlobalRequest, configurable: true, writable: true })
      Object.defineProperty(globalThis, 'Response', { value: GlobalResponse, configurable: true, writable: true })
    })
    const handler = wrapHandler(bench.surfacer, async (request: Request, bindings: object) => {
      if (request.url.endsWith('/bad')) {
        bench.threw()
        return new Response('own', { status: 500 })
      }
      return new Response(`${await request.text()} ${Object.keys(bindings).sort().join()}`)
    })
    const server = serve({ fetch: handler, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: override })
    const port = await listening(server)
    expect((await ask(port, { method: 'POST' }, 'body')).body).toBe('body incoming,outgoing')
    expect(await ask(port, { path: '/bad' })).toMatchObject({ status: 500, body: PAGE })
    expect((await ask(port, { path: '/__inquest__/x' })).body).toBe('own GET /__inquest__/x')
  })
})

async function listening(server: ServerType): Promise<number> {
  onTestFinished(() => {
    server.close()
  })
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
