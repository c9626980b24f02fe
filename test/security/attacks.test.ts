import { describe, expect, it } from 'vitest'
import { sendRaw } from './raw-request.ts'
import { BASE, codeOf, SECRETS, useTarget } from './target.ts'

const target = useTarget({ env: { INQUEST_VISIBILITY: 'open' } })
const byDefault = useTarget()
/** Stands for the host of the app, which is known once it runs. */
const HERE = '{host}'

const raw = (parts: readonly string[]): Promise<Awaited<ReturnType<typeof sendRaw>>> => {
  const { port, host } = target()
  return sendRaw(port, parts.join('').replaceAll(HERE, host), { patience: 3000 })
}
const END = '\r\nConnection: close\r\n\r\n'
const post = (more: string, body: string): string[] => [
  `POST ${BASE}/api/unlock HTTP/1.1\r\nHost: `,
  HERE,
  `\r\n${more}\r\n\r\n${body}`,
]

describe('a target in absolute form', () => {
  it.each(['http://evil.test', 'http://localhost.evil.test', 'HTTP://evil.test', 'http://', 'http://a:b@127.0.0.1'])(
    '%s, with a Host that is trusted, is refused',
    async (origin) => {
      for (const path of [`${BASE}/`, `${BASE}/api/session`, `${BASE}/assets/app.js`]) {
        const answer = await raw([`GET ${origin}${path} HTTP/1.1\r\nHost: `, HERE, END])
        expect([answer.status, codeOf(answer)], path).toEqual([403, 'untrusted-host'])
      }
      const failing = await raw([`GET ${origin}/boom HTTP/1.1\r\nAccept: text/html\r\nHost: `, HERE, END])
      expect(failing.raw).not.toMatch(/inquest/i)
    },
  )

  it('is what proxies get: the page does not open by itself, but the debugger is there', async () => {
    const { port, host } = byDefault()
    const ask = (path: string): ReturnType<typeof sendRaw> =>
      sendRaw(port, `GET http://${host}${path} HTTP/1.1\r\nAccept: text/html\r\nHost: ${host}${END}`)
    expect((await ask('/boom')).body).toBe('Internal Server Error')
    expect((await ask(`${BASE}/api/session`)).status).toBe(200)
  })
})

describe('a request within a request', () => {
  const inner = `GET ${BASE}/api/tracebacks HTTP/1.1\r\nHost: x\r\n\r\n`
  const rows: readonly (readonly [string, string[], number])[] = [
    [
      'a length and chunks',
      post(`Content-Type: application/json\r\nContent-Length: 6\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${inner}`),
      400,
    ],
    [
      'two lengths',
      post(`Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 90`, `{}${inner}`),
      400,
    ],
    [
      'an odd encoding',
      post('Content-Type: application/json\r\nTransfer-Encoding: xchunked', `0\r\n\r\n${inner}`),
      400,
    ],
    ['a folded Host', [`GET ${BASE}/api/session HTTP/1.1\r\nHost: `, HERE, `\r\n .evil.test${END}`], 400],
    ['a space before the colon', [`GET ${BASE}/api/session HTTP/1.1\r\nHost : evil.test\r\nHost: `, HERE, END], 400],
    ['a bare line feed', [`GET ${BASE}/api/session HTTP/1.1\r\nX: 1\nHost: evil.test\r\nHost: `, HERE, END], 400],
  ]
  it.each(rows)('by %s is refused as a whole', async (_, parts, status) => {
    const answer = await raw(parts)
    expect(answer.status).toBe(status)
    expect(answer.raw.match(/^HTTP\/1\.1 /gm)).toHaveLength(1)
  })

  it('as the body of a refused change, or of a GET, stays a body: the next answer is that of the next request', async () => {
    const body = `GET /title HTTP/1.1\r\nHost: x\r\n\r\n`
    for (const first of [
      `POST ${BASE}/api/unlock HTTP/1.1\r\nContent-Type: text/plain\r\n`,
      `POST ${BASE}/api/lock HTTP/1.1\r\nContent-Type: application/json\r\n`,
      `GET ${BASE}/api/tracebacks HTTP/1.1\r\n`,
      `DELETE ${BASE}/api/tracebacks/x HTTP/1.1\r\n`,
    ]) {
      const parts = [first, `Content-Length: ${body.length}\r\nHost: `, HERE, `\r\n\r\n${body}`]
      const answer = await raw([...parts, 'GET /nothing HTTP/1.1\r\nHost: ', HERE, END])
      expect(answer.raw.match(/HTTP\/1\.1 \d+/g), first).toHaveLength(2)
      expect(answer.raw).toContain('the app knows no such page')
      expect(answer.raw).not.toMatch(SECRETS)
    }
  })
})

describe('a path that is another once it is tidied up', () => {
  const outside = [
    `/x/..${BASE}/api/tracebacks`,
    `/${BASE}/api/tracebacks`,
    `//evil.test${BASE}/api/tracebacks`,
    `${BASE};x=1/api/tracebacks`,
    '/__inquest__%2Fapi%2Ftracebacks',
    '/%5f_inquest__/api/tracebacks',
    '/__INQUEST__/api/tracebacks',
    `/.${BASE}/api/tracebacks`,
    '/__inquest__%00/api/tracebacks',
  ]
  it.each(outside)('%s is the app’s, and with the cookie, too', async (path) => {
    for (const send of [target().send, target().sendIn]) {
      expect((await send('GET', path)).body).toBe('the app knows no such page')
    }
  })

  const inside = [
    '/../title',
    '//title',
    '/./api/tracebacks',
    '/api/../api/tracebacks',
    '/api//tracebacks',
    '/t/../api/tracebacks',
    '/assets/../api/tracebacks',
    '/api/tracebacks/..%2f..%2f..%2fpackage.json',
    '/t/..%2f..%2fpackage.json',
    '/api/%74racebacks',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/api/tracebacks%3f',
    '/api/tracebacks%00',
    '/API/TRACEBACKS',
    '/api/tracebacks/',
  ]
  it.each(inside)('%s gives a stranger nothing', async (path) => {
    const answer = await target().send('GET', BASE + path)
    expect([400, 401, 404].includes(answer.status) || answer.body.includes('"page":"unlock"')).toBe(true)
    expect(answer.raw).not.toMatch(SECRETS)
    expect(answer.body).not.toContain('"scripts"')
    const session = await target().sendIn('GET', BASE + path)
    expect(session.body).not.toContain('"scripts"')
  })
})

it('no upgrade, tunnel or method override is a way around', async () => {
  const ask = (line: string, more = ''): ReturnType<typeof sendRaw> =>
    raw([`${line} HTTP/1.1\r\n${more}Host: `, HERE, END])
  const upgrade = 'Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n'
  expect((await ask(`GET ${BASE}/api/tracebacks`, upgrade)).status).toBe(401)
  expect((await ask(`GET ${BASE}/api/tracebacks`, 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n')).status).toBe(
    401,
  )
  const overrides =
    'X-HTTP-Method-Override: POST\r\nX-HTTP-Method: DELETE\r\nX-Original-URL: /title\r\nX-Rewrite-URL: /title\r\n'
  expect((await ask(`GET ${BASE}/api/lock?_method=POST`, overrides)).status).toBe(405)
  expect((await ask('CONNECT 127.0.0.1:1')).raw).toBe('')
  expect((await ask('TRACE /nothing', 'Cookie: secret=1\r\n')).raw).not.toContain('secret=1')
})
