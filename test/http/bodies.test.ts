import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRoutes } from '../../src/server/http/index.ts'
import type { Failure } from '../../src/shared/failure.ts'
import { BASE, CALLS, ID, routesBench } from './routes-bench.ts'

const EVALUATE = `${BASE}/api/tracebacks/${ID}/frames/0/evaluate`

describe('a body', () => {
  it.each([
    ['nothing', ''],
    ['half of it', '{"source":"1'],
    ['no object', '42'],
    ['null', 'null'],
    ['an array', '[]'],
    ['a missing field', '{"source":"1"}'],
    ['another type', '{"source":1,"mode":"run"}'],
    ['an unknown mode', '{"source":"1","mode":"debug"}'],
    ['an endless timeout', '{"source":"1","mode":"run","timeoutMs":1e9}'],
    ['a negative timeout', '{"source":"1","mode":"run","timeoutMs":-1}'],
    ['no UTF-8', Uint8Array.from([0x22, 0xff, 0xfe, 0x22])],
    ['a byte order mark before nothing', '\ufeff'],
    ['too long a source', JSON.stringify({ source: 'x'.repeat(500_001), mode: 'run' })],
    ['deep nesting', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ])('with %s is a bad request, and nothing runs', async (_, body) => {
    const bench = routesBench()
    const response = await bench.fetch({ method: 'POST', path: EVALUATE, body })
    expect([response.status, ((await response.json()) as Failure).code]).toEqual([400, 'bad-request'])
    expect(bench.evaluated).toEqual([])
  })

  it('that is missing is one, too, on every route that needs one', async () => {
    for (const { path, name } of CALLS.filter(({ body }) => body !== undefined && body !== '{}')) {
      const response = await routesBench().fetch({ method: 'POST', path })
      expect([name, response.status]).toEqual([name, 400])
    }
  })

  it('cannot reach the prototype of anything', async () => {
    const bench = routesBench()
    await bench.fetch({ method: 'POST', path: EVALUATE, body: '{"__proto__":{"x":1},"source":"1","mode":"run"}' })
    expect(bench.evaluated).toHaveLength(1)
    expect(Reflect.get({}, 'x')).toBeUndefined()
    expect(Reflect.get(bench.evaluated[0]!, 'x')).toBeUndefined()
  })

  it.each(['1e3', '-1', '0x1', '1'.repeat(9), '', ' 1', '１'])('asked for frame %j finds none', async (n) => {
    const bench = routesBench()
    const path = `${BASE}/api/tracebacks/${ID}/frames/${encodeURIComponent(n)}/evaluate`
    await bench.fetch({ method: 'POST', path, body: '{"source":"1","mode":"run"}' })
    expect(bench.evaluated.map(({ frame }) => frame)).toEqual(n === '' ? [] : [-1])
  })
})

describe('a body without an end', () => {
  it('is read to the limit and no further', async () => {
    const bench = routesBench()
    let pulled = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++
        controller.enqueue(new Uint8Array(64 * 1024).fill(0x20))
      },
    })
    const response = await bench.fetch({ method: 'POST', path: EVALUATE, body })
    expect([response.status, ((await response.json()) as Failure).code]).toEqual([413, 'too-large'])
    expect(pulled).toBeLessThan(20)
  })

  it('is read less of where a stranger sends it', async () => {
    let pulled = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++
        controller.enqueue(new Uint8Array(4096).fill(0x20))
      },
    })
    const headers = { cookie: undefined }
    const response = await routesBench().fetch({ method: 'POST', path: `${BASE}/api/unlock`, headers, body })
    expect(response.status).toBe(413)
    expect(pulled).toBeLessThan(6)
  })

  it('is not read at all where its length is said', async () => {
    const bench = routesBench()
    const headers = { 'content-length': '1000001' }
    const response = await bench.fetch({ method: 'POST', path: EVALUATE, headers, body: '{}' })
    expect(response.status).toBe(413)
  })

  it('of 100 MB in chunks costs a real server no memory, and gets its answer', async () => {
    const bench = routesBench()
    const routes = createRoutes(bench.parts)
    const listener = getRequestListener(
      (request) =>
        routes.fetch(request, {
          incoming: {
            method: request.method,
            path: new URL(request.url).pathname,
            headers: [...request.headers],
            remoteAddress: '127.0.0.1',
            encrypted: false,
            httpVersion: '1.1',
          },
        }),
      { overrideGlobalObjects: false },
    )
    const server = createServer((request, response) => void listener(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed
    let most = 0
    const status = await new Promise<number>((resolve, reject) => {
      const request = httpRequest({
        port: (server.address() as AddressInfo).port,
        host: '127.0.0.1',
        path: EVALUATE,
        method: 'POST',
        headers: { host: 'localhost:3000', 'content-type': 'application/json', cookie: bench.cookie },
      })
      const chunk = Buffer.alloc(1 << 20, 0x20)
      let sent = 0
      let answered = false
      const send = (): void => {
        const { arrayBuffers, heapUsed } = process.memoryUsage()
        most = Math.max(most, arrayBuffers + heapUsed - before)
        if (answered || sent >= 100) return
        sent++
        request.write(chunk, (failure) => {
          if (!failure) send()
        })
      }
      request.on('response', (response) => {
        answered = true
        resolve(response.statusCode ?? 0)
        response.resume()
      })
      request.on('error', (failure) => {
        if (!answered) reject(failure)
      })
      send()
    })
    expect(status).toBe(413)
    expect(most).toBeLessThan(40 * 1024 * 1024)
  })
})
