import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { coverNodeServers } from '../../src/server/surface/index.ts'
import { certificate } from './certificate.ts'
import { ask, listen, PAGE, surfaceBench, talk } from './surface-bench.ts'
import type { SurfaceBench } from './surface-bench.ts'

let bench: SurfaceBench
let uncover: () => void
beforeEach(() => {
  bench = surfaceBench()
  uncover = coverNodeServers(bench.surfacer)
})
afterEach(() => {
  uncover()
})

/** A listener that returns a promise, as many do. */
const later =
  (work: () => void): ((...args: unknown[]) => unknown) =>
  () =>
    sleep(1).then(work)

const fails: http.RequestListener = (_request, response) => {
  bench.threw()
  response.writeHead(500).end('own')
}

describe('covering', () => {
  it('leaves nothing behind', () => {
    uncover()
    expect(Object.hasOwn(http.Server.prototype, 'emit')).toBe(false)
    expect(http.Server.prototype.emit).toBe(EventEmitter.prototype.emit)
    uncover = () => undefined
  })

  it('shows in no enumeration', () => {
    expect(Object.keys(http.Server.prototype)).not.toContain('emit')
  })

  it('serves its own paths, whatever the app says', async () => {
    const port = await listen(http.createServer((_request, response) => response.end('app')))
    expect((await ask(port, { path: '/__inquest__/x?y' })).body).toBe('own GET /__inquest__/x')
    expect((await ask(port, { path: '/__inquest__x' })).body).toBe('app')
    expect(await talk(port, 'GET http://h/__inquest__/a HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n')).toContain(
      'own',
    )
  })

  it('says whether somebody heard', async () => {
    const heard: boolean[] = []
    const server = http.createServer()
    const port = await listen(server)
    const emit = server.emit.bind(server)
    server.emit = (event: string, ...args: unknown[]) => {
      const result = emit(event, ...args)
      if (event === 'request') heard.push(result)
      return result
    }
    const unheard = ask(port)
    await sleep(20)
    server.on('request', (_request: unknown, response: http.ServerResponse) => response.end())
    await ask(port)
    expect(heard).toEqual([false, true])
    server.closeAllConnections()
    await expect(unheard).rejects.toThrow()
  })
})

describe('listeners', () => {
  it('are called all, in order, with their server as `this`, once ones once', async () => {
    const calls: unknown[] = []
    const server = http.createServer()
    server.on('request', function (this: unknown, ...args: unknown[]) {
      calls.push(['on', this === server, args.length])
    })
    server.once('request', () => calls.push(['once']))
    server.prependListener('request', () => calls.push(['prepended']))
    server.on('request', (_request: unknown, response: http.ServerResponse) => response.end('ok'))
    const port = await listen(server)
    await ask(port)
    await ask(port)
    expect(calls).toEqual([['prepended'], ['on', true, 2], ['once'], ['prepended'], ['on', true, 2]])
  })

  it('may remove themselves and others meanwhile', async () => {
    const calls: string[] = []
    const server = http.createServer()
    const second = (): void => void calls.push('second')
    server.on('request', () => {
      calls.push('first')
      server.off('request', second)
    })
    server.on('request', second)
    server.on('request', (_request: unknown, response: http.ServerResponse) => response.end())
    const port = await listen(server)
    await ask(port)
    await ask(port)
    expect(calls).toEqual(['first', 'second', 'first'])
  })

  it.each([0, 1, 2])('the rejection of number %i is the request\u2019s failure', async (failing) => {
    const server = http.createServer()
    for (const index of [0, 1, 2])
      server.on(
        'request',
        later(() => {
          if (index === failing) throw new Error(`number ${index}`)
        }),
      )
    const port = await listen(server)
    expect(await ask(port)).toMatchObject({ status: 500, body: PAGE })
    expect(bench.surfaced).toMatchObject([{ how: 'failed', error: { message: `number ${failing}` } }])
  })

  it('after one that throws are not called, as ever', async () => {
    let called = false
    const server = http.createServer(() => {
      throw new Error('first')
    })
    server.on('request', () => (called = true))
    expect((await ask(await listen(server))).body).toBe(PAGE)
    expect(called).toBe(false)
  })

  it('with captureRejections are dispatched by Node', async () => {
    EventEmitter.captureRejections = true
    onTestFinished(() => {
      EventEmitter.captureRejections = false
    })
    const server = http.createServer(
      later(() => {
        bench.threw()
        throw new Error('captured')
      }),
    )
    EventEmitter.captureRejections = false
    const port = await listen(server)
    expect(await ask(port)).toMatchObject({ status: 500, body: PAGE })
    expect(bench.surfaced).toMatchObject([{ how: 'failing' }])
  })
})

describe('somebody else who overrides emit', () => {
  type Emit = (this: unknown, ...args: unknown[]) => boolean

  it('after us sees every event, and so do we', async () => {
    const seen: unknown[] = []
    const ours = http.Server.prototype.emit as Emit
    http.Server.prototype.emit = function (this: unknown, ...args: unknown[]) {
      seen.push(args[0])
      return Reflect.apply(ours, this, args)
    } as typeof http.Server.prototype.emit
    const port = await listen(http.createServer(fails))
    expect((await ask(port)).body).toBe(PAGE)
    expect(seen).toContain('request')
    uncover()
    expect(http.Server.prototype.emit).not.toBe(ours)
    Reflect.deleteProperty(http.Server.prototype, 'emit')
    uncover = () => undefined
  })

  it('before us sees every event, and so do we', async () => {
    uncover()
    const seen: unknown[] = []
    http.Server.prototype.emit = function (this: EventEmitter, ...args: [string, ...unknown[]]) {
      seen.push(args[0])
      return Reflect.apply(EventEmitter.prototype.emit, this, args)
    }
    uncover = coverNodeServers(bench.surfacer)
    const port = await listen(http.createServer(fails))
    expect((await ask(port)).body).toBe(PAGE)
    expect(seen).toContain('request')
    uncover()
    expect(Object.hasOwn(http.Server.prototype, 'emit')).toBe(true)
    Reflect.deleteProperty(http.Server.prototype, 'emit')
    uncover = () => undefined
  })

  it('of all emitters, later on, sees every event', async () => {
    const seen: unknown[] = []
    const plain = EventEmitter.prototype.emit
    EventEmitter.prototype.emit = function (...args) {
      if (this instanceof http.Server) seen.push(args[0])
      return Reflect.apply(plain, this, args)
    }
    onTestFinished(() => {
      EventEmitter.prototype.emit = plain
    })
    const port = await listen(http.createServer(fails))
    expect((await ask(port)).body).toBe(PAGE)
    expect(seen).toContain('request')
    expect(seen).toContain('connection')
  })
})

describe('other kinds of servers', () => {
  it('https', async () => {
    const port = await listen(https.createServer(certificate(), fails))
    const request = https.get({ host: '127.0.0.1', port, rejectUnauthorized: false, agent: false })
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    expect((await response.toArray()).join('')).toBe(PAGE)
    expect(bench.contexts[0]?.request).toMatchObject({ encrypted: true, remoteAddress: '127.0.0.1' })
  })

  it.each([
    ['writeHead', (r: http2.Http2ServerResponse) => r.writeHead(500, { 'x-own': '1' }).end('own')],
    ['statusCode', (r: http2.Http2ServerResponse) => ((r.statusCode = 500), r.write('ow'), r.end('n'))],
    [
      'wrapped methods',
      (r: http2.Http2ServerResponse) => {
        r.write = () => {
          throw new Error('a middleware that has done its work')
        }
        r.writeHead(500)
      },
    ],
    ['end alone', (r: http2.Http2ServerResponse) => ((r.statusCode = 500), r.end())],
  ])('http2, written with %s', async (_, write) => {
    const port = await listen(
      http2.createServer((_request, response) => {
        bench.threw()
        write(response)
      }),
    )
    for (const path of ['/', '/again']) {
      const { status, body, headers } = await ask2(port, { ':path': path })
      expect([status, body, headers['x-own']]).toEqual([500, PAGE, undefined])
    }
    expect(bench.contexts[0]?.request).toMatchObject({ method: 'GET', path: '/', httpVersion: '2.0', encrypted: false })
    expect(bench.ended).toHaveLength(2)
    expect((await ask2(port, { ':path': '/__inquest__/x' })).body).toBe('own GET /__inquest__/x')
    expect((await ask2(port, { ':path': '/', ':method': 'HEAD' })).body).toBe('')
    expect(bench.notes).toEqual([])
  })

  it('checkContinue', async () => {
    const server = http.createServer(fails)
    server.on('checkContinue', (request: http.IncomingMessage, response: http.ServerResponse) => {
      response.writeContinue()
      server.emit('request', request, response)
    })
    const port = await listen(server)
    const got = await talk(
      port,
      'POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 2\r\nconnection: close\r\n\r\nab',
    )
    expect(got).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 500 /)
    expect([got.includes(PAGE), bench.contexts.length]).toEqual([true, 1])
  })

  it('a plain net server is none of ours', async () => {
    const port = await listen(net.createServer((socket) => socket.end('raw')))
    expect(await talk(port, 'x')).toBe('raw')
  })
})

async function ask2(
  port: number,
  headers: http2.OutgoingHttpHeaders,
): Promise<{ status: number | undefined; headers: http2.IncomingHttpHeaders; body: string }> {
  const session = http2.connect(`http://127.0.0.1:${port}`)
  try {
    const stream = session.request(headers)
    const [received] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders]
    const body = (await stream.toArray()).join('')
    return { status: received[':status'] as unknown as number, headers: received, body }
  } finally {
    session.close()
  }
}
