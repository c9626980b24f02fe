import { once } from 'node:events'
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import net from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { wrapHandler } from '../../src/server/surface/index.ts'
import { ask, listen, PAGE, surfaceBench, talk } from './surface-bench.ts'
import type { SurfaceBench } from './surface-bench.ts'

type App = (response: ServerResponse, request: IncomingMessage) => unknown

let bench: SurfaceBench
beforeEach(() => {
  bench = surfaceBench()
})

function start(app: App): Promise<number> {
  const listener = (request: IncomingMessage, response: ServerResponse): unknown => app(response, request)
  return listen(http.createServer(wrapHandler(bench.surfacer, listener) as http.RequestListener))
}

/** Every way to write a failing response. */
const WAYS: Readonly<Record<string, App>> = {
  'statusCode and end': (response) => {
    response.statusCode = 500
    response.end('own body')
  },
  'writeHead and end': (response) => response.writeHead(500, { 'content-type': 'text/own' }).end('own body'),
  'writeHead with a message and raw headers': (response) =>
    response.writeHead(503, 'Own Words', ['x-own', '1', 'content-length', '8']).end('own body'),
  'write, write, end': (response) => {
    response.statusCode = 502
    response.write('own ')
    response.write(Buffer.from('bo'))
    response.end('dy')
  },
  'a length of its own': (response) => {
    response.statusCode = 500
    response.setHeader('content-length', 8)
    response.setHeader('content-encoding', 'identity')
    response.end('own body')
  },
  'flushHeaders first': (response) => {
    response.statusCode = 500
    response.flushHeaders()
    response.end('own body')
  },
  'end without anything': (response) => {
    response.statusCode = 500
    response.end()
  },
  'later, in pieces': async (response) => {
    await sleep(2)
    response.writeHead(500)
    for (const part of ['own', ' ', 'body']) {
      response.write(part)
      await sleep(1)
    }
    response.end()
  },
  pipe: (response) => {
    response.statusCode = 500
    Readable.from(['own ', 'body']).pipe(response)
  },
  pipeline: (response) => {
    response.statusCode = 500
    return pipeline(Readable.from(Array.from({ length: 50 }, () => 'x'.repeat(5000))), response)
  },
  'setHeaders and trailers': (response) => {
    response.statusCode = 500
    response.setHeader('trailer', 'x-own')
    response.write('own body')
    response.addTrailers({ 'x-own': '1' })
    response.end()
  },
  corked: (response) => {
    response.statusCode = 500
    response.cork()
    response.write('own')
    response.uncork()
    response.end()
  },
}

describe.each(Object.entries(WAYS))('a failing response written with %s', (_name, write) => {
  const failing: App = (response, request) => {
    bench.threw()
    return write(response, request)
  }

  it('becomes the page, whole and once', async () => {
    const port = await start(failing)
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    for (const turn of [1, 2, 3]) {
      const answer = await ask(port, { agent })
      expect([answer.status >= 500, answer.body]).toEqual([true, PAGE])
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(answer.headers).not.toHaveProperty('x-own')
      expect(answer.headers).not.toHaveProperty('content-encoding')
      expect(bench.surfaced).toHaveLength(turn)
    }
    agent.destroy()
    expect(bench.notes).toEqual([])
  })

  it('has no body for HEAD', async () => {
    const port = await start(failing)
    const got = await talk(port, 'HEAD / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    expect(got).toMatch(/^HTTP\/1.1 50\d .*\r\n/)
    expect(got.endsWith('\r\n\r\n')).toBe(true)
    expect(got).not.toContain('traceback')
  })

  it('is closed by its connection in HTTP/1.0', async () => {
    const got = await talk(await start(failing), 'GET / HTTP/1.0\r\n\r\n')
    expect(got.endsWith(`\r\n\r\n${PAGE}`)).toBe(true)
  })

  it.each(['own', 'own-with-link'] as const)('stays what it is where the reply is %s', async (kind) => {
    bench.reply = { kind }
    const port = await start(failing)
    const without = await listen(http.createServer((request, response) => void write(response, request)))
    const raw = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
    const bare = (text: string): string => text.replace(/^date: .*\r\n/im, '')
    const got = bare(await talk(port, raw))
    const expected = bare(await talk(without, raw))
    if (kind === 'own') expect(got).toBe(expected)
    else {
      expect(got).toContain('x-inquest-traceback: /__inquest__/t/id\r\n')
      expect(got.replace(/x-inquest-traceback.*\r\n/, '')).toBe(expected)
    }
  })

  it('stays what it is where no exception is in play', async () => {
    const port = await start(write)
    expect((await ask(port)).body).not.toBe(PAGE)
    expect(bench.surfaced).toEqual([])
  })

  it('tells its listeners once', async () => {
    const events: string[] = []
    const states: unknown[] = []
    const port = await start((response, request) => {
      for (const name of ['finish', 'close', 'prefinish', 'error'])
        response.on(name, () => {
          events.push(name)
          if (name === 'finish') states.push(response.writableEnded, response.writableFinished)
        })
      return failing(response, request)
    })
    await ask(port)
    await sleep(20)
    expect(events.filter((name) => name !== 'prefinish')).toEqual(['finish', 'close'])
    expect(states).toEqual([true, true])
    expect(bench.ended).toEqual(bench.contexts)
  })
})

describe('what the app sees of a response that was taken', () => {
  it('is what it expects', async () => {
    const seen: unknown[] = []
    const port = await start((response) => {
      bench.threw()
      response.statusCode = 500
      seen.push(response.headersSent, response.writableEnded)
      const returned = response.writeHead(500)
      seen.push(returned === response, response.headersSent, response.writableEnded)
      seen.push(response.write('x'), response.end('y') === response, response.writableEnded)
    })
    expect((await ask(port)).body).toBe(PAGE)
    expect(seen).toEqual([false, false, true, true, false, true, true, true])
  })

  it('calls its callbacks once each', async () => {
    const called: string[] = []
    const port = await start((response) => {
      bench.threw()
      response.statusCode = 500
      response.write('a', () => called.push('write'))
      response.write('a', 'utf8', () => called.push('write with encoding'))
      response.end('b', 'utf8', () => called.push('end'))
      response.on('finish', () => called.push('finish'))
    })
    await ask(port)
    await sleep(10)
    expect(called).toEqual(['write', 'write with encoding', 'end', 'finish'])
  })

  it('bears a second end and a late write', async () => {
    const port = await start((response) => {
      bench.threw()
      response.on('error', () => undefined)
      response.statusCode = 500
      response.end('one')
      response.end('two')
      response.write('three')
    })
    expect((await ask(port)).body).toBe(PAGE)
  })

  it('keeps the cookies', async () => {
    const port = await start((response) => {
      bench.threw()
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.setHeader('etag', 'own')
      response.writeHead(500).end()
    })
    const { headers } = await ask(port)
    expect([headers['set-cookie'], headers.etag]).toEqual([['a=1', 'b=2'], undefined])
  })

  it('ends though the app never does', async () => {
    const port = await start((response) => {
      bench.threw()
      response.writeHead(500, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
    })
    expect((await ask(port)).body).toBe(PAGE)
  })
})

describe('a handler that fails', () => {
  it.each([
    ['throws', () => raise(new Error('x')), 500],
    ['rejects', () => Promise.reject(new Error('x')), 500],
    ['throws later', () => sleep(1).then(() => raise('text')), 500],
    ['throws with a status', () => raise(Object.assign(new Error('x'), { status: 422 })), 422],
    [
      'throws with a useless status',
      () => raise(Object.assign(new Error('x'), { status: 200, statusCode: '500' })),
      500,
    ],
    ['throws nothing', () => raise(undefined), 500],
    ['throws a trap', () => raise(new Proxy({}, { get: () => raise(new Error('trap')) })), 500],
  ] as const)('that %s is answered', async (_, app, status) => {
    const port = await start((response) => {
      // Meant for a body that never comes.
      response.setHeader('content-length', 3)
      response.setHeader('content-encoding', 'gzip')
      return app()
    })
    expect(await ask(port)).toMatchObject({ status, body: PAGE })
    expect(bench.surfaced).toMatchObject([{ status, how: 'failed' }])
    bench.reply = { kind: 'own-with-link' }
    const plain = await ask(port)
    expect([plain.status, plain.body]).toEqual([status, http.STATUS_CODES[status]])
    expect(plain.headers['x-inquest-traceback']).toBe('/__inquest__/t/id')
    expect(plain.headers).not.toHaveProperty('content-encoding')
  })

  it('after it has answered changes nothing', async () => {
    const port = await start((response) => {
      response.end('fine')
      throw new Error('late')
    })
    expect(await ask(port)).toMatchObject({ status: 200, body: 'fine' })
    expect(bench.surfaced).toMatchObject([{ status: 200, how: 'failed' }])
  })

  it('amid its answer leaves the stream alone', async () => {
    const port = await start(async (response) => {
      response.write('half')
      await sleep(5)
      setTimeout(() => response.end(' and half'), 20)
      throw new Error('amid')
    })
    expect(await ask(port)).toMatchObject({ status: 200, body: 'half and half' })
    expect(bench.surfaced).toHaveLength(1)
  })

  it('is seen though the head it tried first was refused by Node', async () => {
    const port = await start((response) => {
      bench.threw()
      try {
        response.writeHead(200, { 'x-bad': 'a\nb' })
      } catch {
        response.writeHead(500).end('own')
      }
    })
    expect(await ask(port)).toMatchObject({ status: 500, body: PAGE })
  })
})

describe('a connection', () => {
  it('that the server cuts amid a response surfaces the error', async () => {
    const port = await start((response, request) => {
      bench.threw()
      response.write('half')
      setTimeout(() => request.socket.destroy(), 10)
    })
    await expect(ask(port)).rejects.toThrow()
    await sleep(20)
    expect(bench.surfaced).toMatchObject([{ status: 200, how: 'failing' }])
  })

  it('that the client cuts does not', async () => {
    const port = await start((response) => {
      bench.threw()
      response.write('half')
    })
    const socket = net.connect(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    for (let turn = 0; bench.ended.length === 0 && turn < 100; turn++) await sleep(5)
    expect([bench.ended.length, bench.surfaced]).toEqual([1, []])
  })

  it.each([0, 30])('may be gone before the page is there (%i ms)', async (renderMs) => {
    bench.renderMs = renderMs
    const errors: unknown[] = []
    const port = await start((response) => {
      bench.threw()
      response.on('error', (error) => errors.push(error))
      response.writeHead(500)
      response.end('own')
    })
    const socket = net.connect(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await sleep(10)
    socket.destroy()
    await sleep(60)
    expect([errors, bench.notes, bench.ended.length]).toEqual([[], [], 1])
    expect((await ask(port)).body).toBe(PAGE)
  })

  it('that is reused, pipelined even, gets its answers in order', async () => {
    const port = await start((response, request) => {
      if (request.url === '/ok') return response.end('fine')
      bench.threw()
      return response.writeHead(500).end('own')
    })
    const get = (path: string, last = false): string =>
      `GET ${path} HTTP/1.1\r\nhost: x\r\n${last ? 'connection: close\r\n' : ''}\r\n`
    const got = await talk(port, get('/bad') + get('/ok') + get('/bad') + get('/ok', true))
    expect([...got.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status)).toEqual(['500', '200', '500', '200'])
    expect(got.split('the traceback')).toHaveLength(3)
  })
})

describe('a failure of ours', () => {
  it.each(['failing', 'reply', 'render', 'begin'] as const)('in %s leaves the app its own response', async (name) => {
    bench.surfacer[name] = () => raise(new Error('ours'))
    const port = await start((response) => {
      if (name !== 'begin') bench.threw()
      response.writeHead(500, { 'x-own': '1' }).end('own body')
    })
    const answer = await ask(port)
    expect([answer.status, answer.headers['x-own'], answer.body]).toEqual([500, '1', 'own body'])
    expect(bench.notes).toHaveLength(1)
  })

  it('in the rendering itself ends the response', async () => {
    bench.surfacer.render = () => ({ headers: [], body: Promise.reject(new Error('ours')) })
    const port = await start((response) => {
      bench.threw()
      response.writeHead(500).end('own body')
    })
    expect(await ask(port)).toMatchObject({ status: 500, body: 'Internal Server Error' })
    expect(bench.notes).toHaveLength(1)
  })
})

function raise(error: unknown): never {
  throw error
}

describe('whoever gets the app’s own response gets it before anything is done about the failure:', () => {
  it.each(Object.entries(WAYS))('%s', async (_, app) => {
    bench.reply = { kind: 'own' }
    const seen: unknown[] = []
    let current: ServerResponse | undefined
    const { failing } = bench.surfacer
    Object.assign(bench.surfacer, {
      failing: (...args: Parameters<typeof failing>) => {
        seen.push([current?.writableEnded, current?.socket?.writableLength])
        return failing(...args)
      },
    })
    const port = await start((response, request) => {
      current = response
      bench.threw(new Error('first'))
      return app(response, request)
    })
    await ask(port)
    await sleep(1)
    expect(seen).toEqual([[true, 0]])
    expect(bench.surfaced).toMatchObject([{ error: { message: 'first' }, how: 'failing' }])
  })
})
