import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { wrapHandler } from '../../src/server/surface/index.ts'
import { PAGE, surfaceBench } from './surface-bench.ts'
import type { SurfaceBench } from './surface-bench.ts'

let bench: SurfaceBench
beforeEach(() => {
  bench = surfaceBench()
})

type Handler = (request: Request, ...rest: unknown[]) => Response | Promise<Response>
const send = (handler: Handler, url = 'http://localhost:3000/path?q=1', bindings?: unknown): Promise<Response> =>
  Promise.resolve(wrapHandler(bench.surfacer, handler)(new Request(url, { headers: { 'x-a': '1' } }), bindings))

const BINDINGS = {
  incoming: { socket: { remoteAddress: '10.1.2.3', encrypted: true }, httpVersion: '1.0' },
  outgoing: {},
}

describe('what is known of a request', () => {
  it('comes from the server where that tells', async () => {
    await send(() => new Response('ok'), undefined, BINDINGS)
    expect(bench.contexts[0]?.request).toMatchObject({
      method: 'GET',
      url: '/path?q=1',
      path: '/path',
      remoteAddress: '10.1.2.3',
      encrypted: true,
      httpVersion: '1.0',
    })
    expect(bench.contexts[0]?.request.headers).toEqual([
      ['x-a', '1'],
      ['host', 'localhost:3000'],
    ])
  })

  it.each([undefined, null, 1, {}, { incoming: {} }, { incoming: { socket: undefined } }])(
    'leaves the address out where %j tells nothing',
    async (bindings) => {
      expect((await send(() => new Response('ok'), undefined, bindings)).status).toBe(200)
      expect(bench.contexts[0]?.request).not.toHaveProperty('remoteAddress')
    },
  )
})

describe('a response', () => {
  it('below 500 is handed on as it is', async () => {
    const own = new Response('x', { status: 499 })
    bench.reply = { kind: 'page' }
    expect(
      await send(() => {
        bench.threw()
        return own
      }),
    ).toBe(own)
  })

  it('of 500 without an exception is handed on as it is', async () => {
    const own = new Response('x', { status: 500 })
    expect(await send(() => own)).toBe(own)
  })

  it('of 500 becomes the page, with its cookies, and its own body is let go', async () => {
    let cancelled = false
    const body = new ReadableStream({ cancel: () => void (cancelled = true) })
    const headers = new Headers({ 'content-length': '99', 'content-encoding': 'gzip', 'x-own': '1' })
    headers.append('set-cookie', 'a=1')
    headers.append('set-cookie', 'b=2')
    const response = await send(() => {
      bench.threw()
      return new Response(body, { status: 503, headers })
    })
    expect([response.status, await response.text(), cancelled]).toEqual([503, PAGE, true])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(response.headers.get('content-length')).toBeNull()
    expect(response.headers.get('x-own')).toBeNull()
  })

  it('of 500 with a body already used is still named', async () => {
    bench.reply = { kind: 'own-with-link' }
    const response = await send(() => {
      bench.threw()
      return new Response('own', { status: 500, headers: { 'x-own': '1' } })
    })
    expect([response.headers.get('x-inquest-traceback'), response.headers.get('x-own')]).toEqual([
      '/__inquest__/t/id',
      '1',
    ])
    expect(await response.text()).toBe('own')
  })

  it('for a stranger is the very same', async () => {
    bench.reply = { kind: 'own' }
    const own = new Response('own', { status: 500 })
    const got = await send(() => {
      bench.threw()
      return own
    })
    // First the answer, then what it costs to look into it.
    expect([got, bench.surfaced.length]).toEqual([own, 0])
    await sleep(1)
    expect(bench.surfaced).toHaveLength(1)
  })
})

describe('a rejection', () => {
  const error = Object.assign(new Error('x'), { status: 503 })
  const fails = (): Promise<Response> => sleep(1).then(() => Promise.reject(error))

  it('becomes the page', async () => {
    const response = await send(fails)
    expect([response.status, await response.text()]).toEqual([503, PAGE])
  })

  it('stays the server\u2019s to answer where the page is not shown', async () => {
    bench.reply = { kind: 'own' }
    await expect(send(fails)).rejects.toBe(error)
    await sleep(1)
    expect(bench.surfaced).toMatchObject([{ error, status: 503, how: 'failed' }])
  })

  it('is answered with a link for whoever is unlocked', async () => {
    bench.reply = { kind: 'own-with-link' }
    const response = await send(fails)
    expect([response.status, await response.text()]).toEqual([503, 'Service Unavailable'])
    expect(response.headers.get('x-inquest-traceback')).toBe('/__inquest__/t/id')
  })

  it('that is thrown at once is the same', async () => {
    bench.reply = { kind: 'own' }
    await expect(
      send(() => {
        throw error
      }),
    ).rejects.toBe(error)
  })
})

describe('a failure of ours', () => {
  it.each(['begin', 'failing', 'reply', 'render'] as const)('in %s leaves the app its own response', async (name) => {
    bench.surfacer[name] = () => {
      throw new Error('ours')
    }
    const own = new Response('own', { status: 500 })
    const got = await send(() => {
      if (name !== 'begin') bench.threw()
      return own
    })
    expect([got, bench.notes.length]).toEqual([own, 1])
  })

  it('in a page of our own is one line', async () => {
    bench.surfacer.serve = () => Promise.reject(new Error('ours'))
    const response = await send(() => new Response('app'), 'http://localhost:3000/__inquest__/')
    expect([response.status, await response.json()]).toMatchObject([500, { code: 'internal' }])
    expect(bench.notes).toHaveLength(1)
  })
})

describe('a request within a request', () => {
  it('is part of the outer one', async () => {
    const inner = wrapHandler(bench.surfacer, () => new Response('inner', { status: 500 }))
    const response = await send(async () => {
      bench.threw()
      const { status } = inner()
      const nested = await (inner as unknown as Handler)(new Request('http://localhost/'))
      return new Response(`${status} ${nested.status}`)
    })
    expect([await response.text(), bench.contexts.length]).toEqual(['500 500', 1])
    expect(bench.ended).toEqual(bench.contexts)
  })
})
