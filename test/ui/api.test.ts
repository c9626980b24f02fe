import { describe, expect, it } from 'vitest'
import { createClient } from '../../src/ui/client/api.ts'
import { describeUnlockFailure, troubleOf } from '../../src/ui/client/failure-words.ts'

interface Seen {
  url: string
  init: RequestInit
}

const clientOf = (answer: () => Response | Promise<Response>) => {
  const seen: Seen[] = []
  const client = createClient({
    basePath: '/__inquest__',
    fetch: (url, init) => {
      seen.push({ url, init })
      return new Promise((resolve) => resolve(answer()))
    },
  })
  return { client, seen }
}

const failing = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  clientOf(() => Response.json(body, { status, headers })).client

describe('the api client', () => {
  it('asks as the contract says', async () => {
    const { client, seen } = clientOf(() => Response.json({ children: [], total: 0 }))
    await client.expand('a/b', 'r1', 100, 50)
    expect(seen[0]?.url).toBe('/__inquest__/api/tracebacks/a%2Fb/expand')
    expect(seen[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"ref":"r1","from":100,"count":50}',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
    })
    await client.remove('x')
    expect(seen[1]?.init.method).toBe('DELETE')
    expect(seen[1]?.init.body).toBeUndefined()
  })

  it('gives values, and nothing for 204', async () => {
    const { client } = clientOf(() => Response.json({ unlocked: true, console: { available: true } }))
    expect(await client.session()).toEqual({ ok: true, value: { unlocked: true, console: { available: true } } })
    const empty = clientOf(() => new Response(null, { status: 204 })).client
    expect(await empty.unlock({ pin: '1' })).toEqual({ ok: true, value: undefined })
    const report = clientOf(() => new Response('# Report')).client
    expect(await report.report('x', 'md')).toEqual({ ok: true, value: '# Report' })
  })

  it('reads failures with their delay', async () => {
    const body = { code: 'too-many-tries', message: 'Wait.', remedy: 'patience' }
    expect(await failing(429, body, { 'retry-after': '7' }).unlock({ pin: '1' })).toEqual({
      ok: false,
      failure: { ...body, status: 429, retryAfterSeconds: 7 },
    })
    const date = new Date(Date.now() + 10_000).toUTCString()
    const result = await failing(429, body, { 'retry-after': date }).unlock({ pin: '1' })
    expect(!result.ok && result.failure.retryAfterSeconds).toBeGreaterThan(7)
  })

  it('makes results of failures that have no body, or another one', async () => {
    const html = clientOf(() => new Response('<html>', { status: 502 })).client
    expect(await html.session()).toMatchObject({ ok: false, failure: { code: 'internal', status: 502 } })
    for (const body of [null, [], 'x', { code: 1, message: {} }]) {
      expect(await failing(404, body).traceback('x')).toMatchObject({ ok: false, failure: { code: 'not-found' } })
    }
  })

  it('makes a result of answers that are none of ours', async () => {
    for (const body of ['null', '[]', '{"kind":"value"}', '{"kind":"other","text":""}', '<html>', '']) {
      const { client } = clientOf(() => new Response(body))
      const request = { source: 'a', mode: 'run' } as const
      expect(await client.evaluate('x', 0, request)).toMatchObject({ ok: false, failure: { code: 'malformed' } })
    }
  })

  it('makes a result of silence and of an interruption', async () => {
    const offline = clientOf(() => Promise.reject(new TypeError('Failed to fetch'))).client
    expect(await offline.tracebacks()).toMatchObject({ ok: false, failure: { code: 'offline' } })
    const aborted = clientOf(() => Promise.reject(new DOMException('', 'AbortError'))).client
    expect(await aborted.tracebacks()).toMatchObject({ ok: false, failure: { code: 'aborted' } })
  })
})

describe('what a failure means to the page', () => {
  it('is told from its code', () => {
    const of = (code: 'locked' | 'gone' | 'offline' | 'bad-request', status: number) =>
      troubleOf({ code, message: '', status })
    expect([of('locked', 401), of('gone', 404), of('offline', 0), of('bad-request', 400)]).toEqual([
      'expired',
      'gone',
      'offline',
      undefined,
    ])
  })

  it('tells when to try the PIN again', () => {
    const failure = { code: 'too-many-tries', message: '', status: 429 } as const
    expect(describeUnlockFailure(failure, 7)).toContain('in 7 s')
    expect(describeUnlockFailure(failure, 0)).toContain('now')
  })
})
