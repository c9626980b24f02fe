import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TracebackSummary } from '../../src/shared/traceback.ts'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'
import { talk } from './surface-bench.ts'

/** Requests whose responses have to be the same to the byte, whatever the framework. */
const HEALTHY: readonly (readonly [method: string, target: string, more?: string])[] = [
  ['GET', '/ok'],
  ['HEAD', '/ok'],
  ['GET', '/ok', 'accept-encoding: gzip\r\n'],
  ['GET', '/ok', 'accept: text/html\r\n'],
  ['GET', '/created'],
  ['GET', '/big'],
  ['HEAD', '/big'],
  ['GET', '/moved'],
  ['GET', '/bad'],
  ['GET', '/bad', 'accept: text/html\r\n'],
  ['GET', '/locked'],
  ['GET', '/teapot'],
  ['GET', '/busy'],
  ['GET', '/unicode'],
  ['GET', '/json?a=1&b=%20'],
  ['GET', '/troubled'],
  ['GET', '/none'],
  ['GET', '/nothing-here'],
  ['POST', '/ok'],
  ['OPTIONS', '/ok'],
  ['PUT', '/ok'],
  ['GET', '/%'],
  ['GET', '//ok'],
  ['GET', '/../ok'],
  ['GET', '/ok?<script>'],
  ['GET', '/__inquest__x'],
  ['GET', 'http://localhost/ok'],
  ['GET', '/stream'],
  ['GET', '/stack-0'],
  ['GET', '/stack-1'],
  ['GET', '/stack-4'],
  ['GET', '/stack-12'],
  ['GET', '/in'],
]
const BODIES: readonly (readonly [name: string, head: string, body: string])[] = [
  ['with a length', 'content-length: 5\r\n', 'hello'],
  ['in chunks', 'transfer-encoding: chunked\r\n', '5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n'],
  ['large', 'content-length: 80000\r\n', 'x'.repeat(80_000)],
  ['expected', 'expect: 100-continue\r\ncontent-length: 5\r\n', 'hello'],
]
const FAILING = ['/fails', '/fails-sync', '/fails-next', '/fails-plain']

describe.each(['http', 'express', 'fastify', 'koa', 'hono'])('%s', (framework) => {
  const file = `test/programs/surface/${framework}.mjs`
  let bare: Program
  let watched: Program
  beforeAll(async () => {
    const env = { INQUEST_VISIBILITY: 'locked' }
    ;[bare, watched] = await Promise.all([
      startProgram(file, { preload: false, unlock: false }),
      startProgram(file, { env }),
    ])
  })
  afterAll(async () => {
    await Promise.all([bare.stop(), watched.stop()])
  })
  const both = (text: string): Promise<[string, string]> => Promise.all([said(bare, text), said(watched, text)])

  it.each(HEALTHY)('%s %s %s', async (method, target, more = '') => {
    const [expected, got] = await both(
      `${method} ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${more}\r\n`,
    )
    expect(expected).toMatch(/^HTTP\/1.1 \d{3}/)
    expect(got).toBe(expected)
  })

  it('HTTP/1.0, keep-alive and pipelining', async () => {
    for (const text of [
      'GET /ok HTTP/1.0\r\n\r\n',
      'GET /ok HTTP/1.0\r\nconnection: keep-alive\r\n\r\nGET /bad HTTP/1.0\r\n\r\n',
      'GET /ok HTTP/1.1\r\nhost: x\r\n\r\nGET /big HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'nonsense\r\n\r\n',
    ]) {
      const [expected, got] = await both(text)
      expect(got).toBe(expected)
    }
  })

  it.each(BODIES)('a body %s', async (_, head, body) => {
    const [expected, got] = await both(
      `POST /echo HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: text/plain\r\n${head}\r\n${body}`,
    )
    expect(expected).toMatch(/hello|xxx/)
    expect(inOneChunk(got)).toBe(inOneChunk(expected))
  })

  it.each(FAILING)('%s, for a stranger', async (path) => {
    for (const accept of ['text/html', '*/*', 'text/plain', 'application/json']) {
      const [expected, got] = await both(
        `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\naccept: ${accept}\r\n\r\n`,
      )
      expect(expected).toMatch(/^HTTP\/1.1 50\d/)
      expect(got).toBe(expected)
    }
  })

  it('has told of every failure, and shows them to whoever is unlocked', async () => {
    const { tracebacks } = (await (await watched.fetch('/__inquest__/api/tracebacks')).json()) as {
      tracebacks: TracebackSummary[]
    }
    const urls = new Set(tracebacks.map(({ request }) => request?.url))
    expect(urls.has('/fails') && urls.has('/fails-sync')).toBe(true)
    expect(urls.has('/fails-plain')).toBe(false)
    const page = await watched.fetch('/fails', { headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('the app failed')
  })
})

async function said({ origin }: Program, text: string): Promise<string> {
  const got = await talk(Number(new URL(origin).port), text)
  return got.replace(/^date: .*\r\n/gim, '')
}

/** Where an echo cuts its chunks is where the network has cut the request. */
function inOneChunk(text: string): string {
  const at = text.indexOf('\r\n\r\n') + 4
  if (!/^transfer-encoding: chunked\r$/im.test(text.slice(0, at))) return text
  let body = ''
  for (let from = at; ;) {
    const end = text.indexOf('\r\n', from)
    const size = Number.parseInt(text.slice(from, end), 16)
    if (!(size > 0)) return text.slice(0, at) + body + text.slice(from)
    body += text.slice(end + 2, end + 2 + size)
    from = end + 2 + size + 2
  }
}
