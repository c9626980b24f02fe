import { describe, expect, it } from 'vitest'
import { BASE, behindThePin, codeOf, HTML, JSON_TYPE, SECRETS, useTarget } from './target.ts'
import { printRequest, sendRaw } from './raw-request.ts'
import type { HeaderLines } from './raw-request.ts'

const target = useTarget()

/** How a route answers a stranger at a host that is not trusted: alike, and with nothing about the app. */
async function asksAt(hostLines: HeaderLines, method: string, path: string, body?: string): Promise<void> {
  const { port, cookie } = target()
  const type: HeaderLines = body === undefined ? [] : [JSON_TYPE]
  const answer = await sendRaw(port, printRequest(method, path, [...hostLines, ['cookie', cookie], ...type], body))
  expect(answer.status, `${method} ${path} at ${JSON.stringify(hostLines)}`).toSatisfy(
    (status: number) => status >= 400 && status < 500,
  )
  expect(answer.raw).not.toMatch(SECRETS)
  expect(answer.raw).not.toMatch(/app\.mjs|charge|set-cookie|INQUEST_HOSTS/i)
}

describe('01 host evil.test', () => {
  const open: [string, string, string?][] = [
    ['GET', `${BASE}/`],
    ['GET', BASE],
    ['GET', `${BASE}/api/session`],
    ['GET', `${BASE}/assets/app.js`],
    ['GET', `${BASE}/nothing`],
    ['POST', `${BASE}/api/unlock`, '{"pin":"2468-1357-9"}'],
  ]
  it.each(open)('gets nothing from %s %s', (method, path, body) => asksAt([['Host', 'evil.test']], method, path, body))

  it('gets nothing from any route behind the PIN, even with the cookie', async () => {
    for (const [method, path, body] of behindThePin(target().tracebackId)) {
      await asksAt([['Host', 'evil.test']], method, path, body)
    }
    await asksAt([['Host', 'evil.test']], 'GET', `${BASE}/t/${target().tracebackId}`)
  })

  it('gets the app’s own response to a failure, without a word of the debugger', async () => {
    const { sendIn, program } = target()
    const answer = await sendIn('GET', '/boom', [['Host', 'evil.test'], HTML])
    expect(answer.body).toBe('Internal Server Error')
    expect(answer.head).not.toMatch(/inquest/i)
    expect(program.stderr()).toContain('If it is yours: INQUEST_HOSTS=evil.test')
  })
})

describe('02 a Host that is', () => {
  const refused: [string, HeaderLines][] = [
    ['empty', [['Host', '']]],
    [
      'doubled',
      [
        ['Host', 'localhost'],
        ['Host', 'localhost'],
      ],
    ],
    [
      'doubled, the second one evil',
      [
        ['Host', 'localhost'],
        ['Host', 'evil.test'],
      ],
    ],
    ...(
      'localhost:80@evil localhost. localhost.evil.test [::ffff:127.0.0.1] [::ffff:7f00:1] 0177.0.0.1 2130706433 ' +
      'localhost6 127.1 0x7f.1 127.0.0.1.evil.test 127.0.0.1. localhost:0 localhost:99999 localhost: [::1 ::1 ' +
      '[::1%25lo] [0::1] localhost,evil.test localhost/evil http://localhost localhost%2eevil.test 0.0.0.0 [::] 0 ' +
      'localhost#evil localhost?evil localhost\\evil user@localhost ⓛocalhost xn--lcalhost-9za.test ..localhost'
    )
      .split(' ')
      .map((host): [string, HeaderLines] => [host, [['Host', host]]]),
    ['a space in it', [['Host', 'local host']]],
    ['a tab in it', [['Host', 'localhost\tevil']]],
  ]
  it.each(refused)('%s is refused', (_, lines) => asksAt(lines, 'GET', `${BASE}/api/session`))

  it('absent is refused, also in HTTP/1.0, where it may be', async () => {
    for (const version of ['1.0', '1.1']) {
      const answer = await sendRaw(target().port, `GET ${BASE}/ HTTP/${version}\r\nConnection: close\r\n\r\n`)
      expect([400, 403]).toContain(answer.status)
    }
  })

  it.each([
    'localhost',
    'LOCALHOST',
    'localhost:80',
    'app.localhost',
    '127.0.0.1',
    '127.9.9.9:1',
    '[::1]',
    '[::1]:3000',
  ])('spells loopback goes on: %s', async (host) =>
    expect((await target().send('GET', `${BASE}/api/session`, [['Host', host]])).status).toBe(200),
  )

  it('none of them counts as a failure of ours', () => {
    expect(target().program.stderr()).not.toMatch(/own failure/)
  })
})

it('03 X-Forwarded-Host is never consulted unless configured', async () => {
  const { send, host } = target()
  const trusted = [
    ['Host', 'evil.test'],
    ['X-Forwarded-Host', 'localhost'],
    ['X-Forwarded-For', '127.0.0.1'],
  ] as const
  expect((await send('GET', `${BASE}/api/session`, trusted)).status).toBe(403)
  const evil = [
    ['Host', host],
    ['X-Forwarded-Host', 'evil.test'],
    ['X-Host', 'evil.test'],
  ] as const
  expect((await send('GET', `${BASE}/api/session`, evil)).status).toBe(200)
})

describe('04 a change asked for by another site is refused:', () => {
  const foreign: [string, HeaderLines][] = [
    ['Origin of another site', [['Origin', 'http://evil.test']]],
    ['Origin of another port', [['Origin', 'http://127.0.0.1:1']]],
    ['Origin of another scheme', [['Origin', 'https://127.0.0.1']]],
    ['Origin null', [['Origin', 'null']]],
    ['Origin empty', [['Origin', '']]],
    [
      'two Origins',
      [
        ['Origin', 'http://evil.test'],
        ['Origin', 'http://127.0.0.1'],
      ],
    ],
    ['Sec-Fetch-Site cross-site', [['Sec-Fetch-Site', 'cross-site']]],
    ['Sec-Fetch-Site same-site', [['Sec-Fetch-Site', 'same-site']]],
    ['Sec-Fetch-Site unknown', [['Sec-Fetch-Site', 'whatever']]],
  ]
  it.each(foreign)('%s', async (_, headers) => {
    const { sendIn, tracebackId } = target()
    const changes = behindThePin(tracebackId).filter(([method]) => method !== 'GET')
    for (const [method, path, body] of [...changes, ['POST', `${BASE}/api/unlock`, '{"pin":"2468-1357-9"}'] as const]) {
      const answer = await sendIn(method, path, [...headers, JSON_TYPE], body)
      expect([answer.status, codeOf(answer)], path).toEqual([403, 'foreign-origin'])
    }
  })

  it('and one from our own page is not', async () => {
    const { sendIn, tracebackId, host } = target()
    const own: HeaderLines = [['Origin', `http://${host}`], ['Sec-Fetch-Site', 'same-origin'], JSON_TYPE]
    const answer = await sendIn('POST', `${BASE}/api/tracebacks/${tracebackId}/frames/0/evaluate`, own, EVALUATE)
    expect(JSON.parse(answer.body)).toMatchObject({ kind: 'value', text: expect.stringContaining('42') as string })
  })
})

const EVALUATE = '{"source":"6*7","mode":"run"}'

describe('05 GET never evaluates or authenticates:', () => {
  it.each(['GET', 'HEAD'])('%s', async (method) => {
    const { send, sendIn, tracebackId } = target()
    const changes = behindThePin(tracebackId).filter(([usual]) => usual === 'POST')
    const query = '?pin=2468-1357-9&source=6*7&mode=run&cmd=6*7&frm=0&s=x&__debugger__=yes'
    for (const [, path, body] of [...changes, ['POST', `${BASE}/api/unlock`, '{"pin":"2468-1357-9"}'] as const]) {
      for (const headers of [[], [JSON_TYPE], [['X-HTTP-Method-Override', 'POST'] as const, JSON_TYPE]]) {
        const answer = await sendIn(method, path + query, headers, headers.length > 1 ? body : '')
        expect(answer.status, path).toBe(405)
        // The time of day may have a 42.
        expect(answer.raw.replace(/^date:.*$/im, '')).not.toMatch(/set-cookie|\b42\b/i)
      }
    }
    for (const path of ['/', `${BASE}/`, `${BASE}/t/${tracebackId}`, `${BASE}/api/session`]) {
      expect((await send(method, path + query)).head, path).not.toMatch(/set-cookie/i)
    }
  })
})

describe('06 simple-request CSRF: a body is taken only as application/json, not as', () => {
  const types: [string, string][] = [
    ['text/plain', EVALUATE],
    ['text/plain;application/json', EVALUATE],
    ['text/plain; charset=application/json', EVALUATE],
    ['application/x-www-form-urlencoded', 'source=6*7&mode=run&pin=2468-1357-9'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="pin"\r\n\r\n2468-1357-9\r\n--x--\r\n',
    ],
    ['application/json-patch+json', EVALUATE],
    ['application/jsonp', EVALUATE],
    ['text/json', EVALUATE],
    ['application/csp-report', EVALUATE],
    ['', EVALUATE],
  ]
  it.each(types)('%s', async (type, body) => {
    const { sendIn, tracebackId } = target()
    const posts = behindThePin(tracebackId).filter(([method]) => method === 'POST')
    for (const [, path] of [...posts, ['POST', `${BASE}/api/unlock`] as const]) {
      const answer = await sendIn('POST', path, type === '' ? [] : [['content-type', type]], body)
      expect([answer.status, codeOf(answer)], path).toEqual([415, 'wrong-content-type'])
    }
    const doubled = await sendIn('POST', `${BASE}/api/lock`, [JSON_TYPE, ['content-type', 'text/plain']], '{}')
    expect(doubled.status).toBe(415)
  })
})

/** All pages and all kinds of answers. */
async function answersOfEveryKind(headers: HeaderLines = []) {
  const { send, sendIn, tracebackId } = target()
  return Promise.all([
    send('GET', `${BASE}/`, headers),
    sendIn('GET', `${BASE}/`, headers),
    sendIn('GET', `${BASE}/t/${tracebackId}`, headers),
    sendIn('GET', `${BASE}/t/unknown`, headers),
    sendIn('GET', '/boom', [...headers, HTML]),
    send('GET', '/boom', [...headers, HTML]),
    sendIn('GET', '/boom', [...headers, ['accept', 'text/plain']]),
    sendIn('GET', `${BASE}/api/tracebacks/${tracebackId}`, headers),
    sendIn('GET', `${BASE}/api/tracebacks/${tracebackId}.md`, headers),
    send('GET', `${BASE}/api/tracebacks`, headers),
    send('GET', `${BASE}/assets/app.js`, headers),
    send('OPTIONS', `${BASE}/api/unlock`, [...headers, ['access-control-request-method', 'POST']]),
    send('GET', `${BASE}/nothing`, headers),
  ])
}

it('07 embedding in a frame is refused by every page', async () => {
  const pages = (await answersOfEveryKind()).filter(({ head }) => /content-type: text\/html/i.test(head))
  expect(pages.length).toBeGreaterThanOrEqual(6)
  for (const page of pages) expect(page.head).toMatch(/^content-security-policy: .*frame-ancestors 'none'/im)
})

it('08 CORS headers are never sent, also where the app would send them', async () => {
  for (const origin of ['http://evil.test', 'null', `http://${target().host}`]) {
    for (const answer of await answersOfEveryKind([['Origin', origin]])) {
      expect(answer.head).not.toMatch(/access-control|timing-allow/i)
    }
  }
  const { sendIn } = target()
  const own = await sendIn('GET', '/cors', [
    HTML,
    ['Sec-Fetch-Site', 'same-origin'],
    ['Origin', `http://${target().host}`],
  ])
  expect(own.body).toMatch(/^<!doctype html>/)
  expect(own.head).not.toMatch(/access-control/i)
  const foreign = await sendIn('GET', '/cors', [HTML, ['Origin', 'http://evil.test']])
  expect(foreign.body).toBe('own cors body')
  expect(foreign.head).toMatch(/access-control-allow-origin: http:\/\/evil.test/i)
  expect(foreign.head).not.toMatch(/inquest/i)
})

it('09 there is no WebSocket and no event stream that could forget to check Origin', async () => {
  const { port, host, cookie, tracebackId } = target()
  for (const path of [`${BASE}/`, `${BASE}/api/session`, `${BASE}/t/${tracebackId}`, `${BASE}/ws`]) {
    const upgrade = [
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket`,
      'Origin: http://evil.test\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    ].join('\r\n')
    const answer = await sendRaw(port, upgrade, { patience: 300 })
    expect(answer.status, path).not.toBe(101)
    expect(answer.head).not.toMatch(/sec-websocket-accept|text\/event-stream/i)
  }
})
