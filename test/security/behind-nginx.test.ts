import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PIN, startProgram } from '../program.ts'
import { startNginx } from './nginx.ts'
import type { Nginx } from './nginx.ts'
import { printRequest, sendRaw } from './raw-request.ts'
import type { HeaderLines } from './raw-request.ts'
import { APP, BASE, codeOf, HTML, JSON_TYPE, openTarget } from './target.ts'
import type { Target } from './target.ts'

const FORWARD = `
  proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Proto https; proxy_set_header X-Forwarded-Host $host; proxy_http_version 1.1;`

interface Fronted {
  readonly target: Target
  readonly nginx: Nginx
  ask(method: string, path: string, headers?: HeaderLines, body?: string): ReturnType<typeof sendRaw>
}

const open: Fronted[] = []

async function front(
  env: Record<string, string>,
  config: (upstream: number) => string,
  host = 'dev.test',
): Promise<Fronted> {
  const target = await openTarget({ env, unlock: false })
  const nginx = await startNginx(config(target.port))
  const fronted: Fronted = {
    target,
    nginx,
    ask: (method, path, headers = [], body = '') =>
      sendRaw(nginx.port, printRequest(method, path, [['Host', host], ...headers], body)),
  }
  open.push(fronted)
  return fronted
}

afterAll(async () => {
  for (const { target, nginx } of open) await Promise.all([target.program.stop(), nginx.stop()])
})

const unlockBody = JSON.stringify({ pin: PIN })
const cookieOf = (head: string): string => /^set-cookie: (\S+?);/im.exec(head)?.[1] ?? ''

describe('behind nginx that nobody named', () => {
  const hosts = { INQUEST_HOSTS: 'dev.test' }
  it('with all forwarding headers: locked, and a browser over https is told what to set', async () => {
    const { ask } = await front(hosts, (port) => `location / { proxy_pass http://127.0.0.1:${port}; ${FORWARD} }`)
    const failing = await ask('GET', '/boom', [HTML])
    expect([failing.status, failing.body]).toEqual([500, 'Internal Server Error'])
    expect(failing.head).not.toMatch(/inquest|content-security/i)
    const headers: HeaderLines = [JSON_TYPE, ['Origin', 'https://dev.test'], ['Sec-Fetch-Site', 'same-origin']]
    const unlock = await ask('POST', `${BASE}/api/unlock`, headers, unlockBody)
    expect([unlock.status, codeOf(unlock)]).toEqual([403, 'foreign-origin'])
    expect(unlock.body).toContain('INQUEST_TRUST_PROXY=')
  })

  it('as it is by default (HTTP/1.0, Host of the upstream, no header): locked all the same', async () => {
    const { ask } = await front({}, (port) => `location / { proxy_pass http://127.0.0.1:${port}; }`)
    expect((await ask('GET', '/boom', [HTML])).body).toBe('Internal Server Error')
  })

  it('for a host that is not trusted: nothing at all', async () => {
    const { ask } = await front({}, (port) => `location / { proxy_pass http://127.0.0.1:${port}; ${FORWARD} }`)
    const answer = await ask('POST', `${BASE}/api/unlock`, [JSON_TYPE], unlockBody)
    expect([answer.status, codeOf(answer)]).toEqual([403, 'untrusted-host'])
  })

  it('tries are those of the proxy, and X-Forwarded-For of strangers makes no new client', async () => {
    const { ask } = await front(hosts, (port) => `location / { proxy_pass http://127.0.0.1:${port}; ${FORWARD} }`)
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) {
      statuses.push(
        (await ask('POST', `${BASE}/api/unlock`, [JSON_TYPE, ['X-Forwarded-For', `10.0.0.${n}`]], '{"pin":"1"}'))
          .status,
      )
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })
})

describe('behind nginx that was named', () => {
  let fronted: Fronted
  let cookie = ''
  beforeAll(async () => {
    const env = { INQUEST_HOSTS: 'dev.test', INQUEST_TRUST_PROXY: '127.0.0.1' }
    const csp = `add_header Content-Security-Policy "default-src 'self'" always; add_header X-Frame-Options DENY always;`
    const gzip = 'gzip on; gzip_min_length 1; gzip_types *; gzip_proxied any;'
    fronted = await front(
      env,
      (port) => `${gzip} location / { proxy_pass http://127.0.0.1:${port}; ${FORWARD} proxy_hide_header Server; }
        location /strict/ { ${csp} proxy_pass http://127.0.0.1:${port}/; ${FORWARD} }`,
    )
    const headers: HeaderLines = [JSON_TYPE, ['Origin', 'https://dev.test'], ['Sec-Fetch-Site', 'same-origin']]
    const unlocked = await fronted.ask('POST', `${BASE}/api/unlock`, headers, unlockBody)
    expect(unlocked.status).toBe(204)
    expect(unlocked.head).toMatch(/set-cookie: __Host-.*; Secure/i)
    cookie = cookieOf(unlocked.head)
  })

  it('is locked for strangers, wherever they say they come from', async () => {
    for (const client of ['127.0.0.1', '::1', '198.51.100.7']) {
      const answer = await fronted.ask('GET', '/boom', [HTML, ['X-Forwarded-For', client]])
      expect(answer.body).toBe('Internal Server Error')
    }
  })

  it('gives who is unlocked the page, and evaluates', async () => {
    const page = await fronted.ask('GET', '/boom', [HTML, ['cookie', cookie]])
    expect([page.status, page.body.slice(0, 15)]).toEqual([500, '<!doctype html>'])
    const id = /"id":"([\w-]{16})"/.exec(page.body)?.[1] ?? ''
    const path = `${BASE}/api/tracebacks/${id}/frames/0/evaluate`
    const headers: HeaderLines = [['cookie', cookie], JSON_TYPE, ['Origin', 'https://dev.test']]
    const answer = await fronted.ask('POST', path, headers, '{"source":"6*7","mode":"run"}')
    expect(answer.body).toContain('42')
  })

  it('survives compression by the proxy, and what the app itself sets and compresses', async () => {
    // Without our Host nginx passes 127.0.0.1 on, which is trusted, too.
    const origin = `http://127.0.0.1:${fronted.nginx.port}`
    const overview = await fetch(`${origin}${BASE}/`, { headers: { cookie, 'accept-encoding': 'gzip' } })
    expect(overview.headers.get('content-encoding')).toBe('gzip')
    expect(await overview.text()).toContain('"page":"overview"')
    const page = await fetch(`${origin}/own-headers`, { headers: { cookie, accept: 'text/html' } })
    expect(await page.text()).toMatch(/^<!doctype html>/)
    const { headers } = page
    expect([headers.get('content-encoding'), headers.get('etag'), headers.get('x-frame-options')]).toEqual([
      null,
      null,
      null,
    ])
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'[^*]*$/)
    const own = await fetch(`${origin}/own-headers`, { headers: { accept: 'text/html' } })
    expect(await own.text()).toBe('own compressed body')
    expect(own.headers.get('etag')).toBe('"own"')
  })

  it('a policy that the proxy adds makes ours no weaker', async () => {
    const page = await fronted.ask('GET', '/strict/boom', [HTML, ['cookie', cookie]])
    const policies = [...page.head.matchAll(/^content-security-policy: (.*)$/gim)].map(([, policy]) => policy)
    expect(policies.some((policy) => policy?.includes("default-src 'none'"))).toBe(true)
  })

  it('counts tries by the client that the proxy names', async () => {
    const guess = async (more: HeaderLines = []): Promise<number> => {
      const text = printRequest('POST', `${BASE}/api/unlock`, [['Host', 'dev.test'], JSON_TYPE, ...more], '{"pin":"1"}')
      return (await sendRaw(fronted.nginx.port, text, { localAddress: '127.0.0.5' })).status
    }
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push(await guess())
    // What the client adds in front of it is not heard.
    statuses.push(await guess([['X-Forwarded-For', '203.0.113.77']]), await guess([['X-Forwarded-For', '127.0.0.1']]))
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
  })
})

it('under a path prefix: with the base path set to it, and the prefix kept, pages, assets and changes work', async () => {
  const env = { INQUEST_HOSTS: 'dev.test', INQUEST_TRUST_PROXY: '127.0.0.1', INQUEST_BASE_PATH: '/shop/__inquest__' }
  const { ask } = await front(env, (port) => `location /shop/ { proxy_pass http://127.0.0.1:${port}; ${FORWARD} }`)
  const unlocked = await ask(
    'POST',
    '/shop/__inquest__/api/unlock',
    [JSON_TYPE, ['Origin', 'https://dev.test']],
    unlockBody,
  )
  expect(unlocked.status).toBe(204)
  const overview = await ask('GET', '/shop/__inquest__/', [['cookie', cookieOf(unlocked.head)]])
  expect(overview.body).toContain('"page":"overview"')
  const asset = /src="([^"]+app\.js)"/.exec(overview.body)?.[1] ?? ''
  expect(asset).toBe('/shop/__inquest__/assets/app.js')
  expect((await ask('GET', asset)).status).toBe(200)
  expect((await ask('GET', `${BASE}/`)).status).toBe(404)
})

it('under a path prefix that the proxy takes off: with the base path passed on beside it, page and assets work', async () => {
  const env = { INQUEST_HOSTS: 'dev.test', INQUEST_TRUST_PROXY: '127.0.0.1' }
  const { ask } = await front(
    env,
    (port) => `
      location /shop/ { proxy_pass http://127.0.0.1:${port}/; ${FORWARD} }
      location ${BASE}/ { proxy_pass http://127.0.0.1:${port}; ${FORWARD} }`,
  )
  const origin = ['Origin', 'https://dev.test'] as const
  const unlocked = await ask('POST', `${BASE}/api/unlock`, [JSON_TYPE, origin], unlockBody)
  expect(unlocked.status).toBe(204)
  const page = await ask('GET', '/shop/boom', [HTML, ['cookie', cookieOf(unlocked.head)]])
  expect(page.body).toContain('"page":"traceback"')
  const asset = /src="([^"]+app\.js)"/.exec(page.body)?.[1] ?? ''
  expect([asset, (await ask('GET', asset)).status]).toEqual([`${BASE}/assets/app.js`, 200])
})

it('locked is byte for byte the app’s own response, through nginx, in HTTP/1.0 and 1.1', async () => {
  const plain = await startProgram(APP, { preload: false, unlock: false })
  const { target } = await front(
    { INQUEST_ENV: 'staging' },
    (port) => `location / { proxy_pass http://127.0.0.1:${port}; ${FORWARD} }`,
  )
  try {
    const bare = (raw: string): string => raw.replace(/^Date: .*\r\n/im, '').replaceAll(/\d{5}/g, 'PORT')
    for (const path of ['/', '/handled', '/refused', '/cors', '/nothing']) {
      for (const version of ['1.0', '1.1']) {
        for (const host of ['localhost', 'dev.test', 'evil.test']) {
          const text = `GET ${path} HTTP/${version}\r\nHost: ${host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`
          const [without, within] = await Promise.all(
            [new URL(plain.origin).port, target.port].map((at) => sendRaw(Number(at), text)),
          )
          expect(bare(within!.raw), `${path} ${version} ${host}`).toBe(bare(without!.raw))
        }
      }
    }
  } finally {
    await plain.stop()
  }
})
