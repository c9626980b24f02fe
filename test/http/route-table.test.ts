import { describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/server/http/index.ts'
import type { Failure } from '../../src/shared/failure.ts'
import { BASE, CALLS, CANARY, ID, routesBench } from './routes-bench.ts'
import type { RoutesBench, Sent } from './routes-bench.ts'

type Call = (typeof CALLS)[number]

const bodyOf = ({ body }: Call): Pick<Sent, 'body'> => (body === undefined ? {} : { body })

/** What a refusal may be: coded JSON with nothing of the traceback in it. */
async function refusal(bench: RoutesBench, sent: Sent): Promise<[number, string]> {
  const response = await bench.fetch(sent)
  const text = await response.text()
  expect(text).not.toContain(CANARY)
  expect(text).not.toContain(bench.guard.pin)
  expect(response.headers.get('set-cookie')).toBeNull()
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  const { code, message } = JSON.parse(text) as Failure
  expect(message).not.toBe('')
  return [response.status, code]
}

const demanding = CALLS.filter(({ demand }) => demand.session)
const changing = CALLS.filter(({ demand }) => demand.change)
const open = CALLS.filter(({ demand }) => !demand.session && !demand.change)

it('walks a table with every kind of route in it', () => {
  expect([demanding.length, changing.length, open.length]).toEqual([10, 9, 4])
})

describe.each(CALLS)('$method $name', (call) => {
  const { method, path } = call

  it('answers an unlocked page', async () => {
    const response = await routesBench().fetch({ method, path, ...bodyOf(call) })
    expect(response.status).toBeLessThan(call.name === 'unlock' ? 402 : 300)
  })

  it.each([
    ['another host', { host: 'evil.example' }],
    ['a look-alike host', { host: 'localhost.evil.example:3000' }],
    ['a rebound name', { host: '127.0.0.1.nip.io' }],
    ['no host', { host: undefined }],
    ['two hosts', { host: ['localhost:3000', 'evil.example'] }],
    ['a numeric trick', { host: '2130706433' }],
  ])('tells nothing to %s', async (_, headers) => {
    expect(await refusal(routesBench(), { method, path, headers, ...bodyOf(call) })).toEqual([403, 'untrusted-host'])
  })

  it('refuses every other method', async () => {
    const allowed = Object.values(ROUTES)
      .filter((row) => row.path === ROUTES[call.name].path)
      .map((row): string => row.method)
    for (const other of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      if (allowed.includes(other)) continue
      expect(await refusal(routesBench(), { method: other, path })).toEqual([405, 'wrong-method'])
    }
  })
})

describe.each(demanding)('$method $name demands a session', (call) => {
  const { method, path } = call
  it.each([
    ['no cookie', undefined],
    ['an invented one', `inquest=${'A'.repeat(43)}`],
    ['an altered one', 'altered'],
  ])('%s', async (_, cookie) => {
    const bench = routesBench()
    const sent = cookie === 'altered' ? alter(bench.cookie) : cookie
    expect(await refusal(bench, { method, path, headers: { cookie: sent }, ...bodyOf(call) })).toEqual([401, 'locked'])
  })

  it('that has not been locked since', async () => {
    const bench = routesBench()
    const lock = await bench.fetch({ method: 'POST', path: `${BASE}/api/lock`, body: '{}' })
    expect(lock.headers.get('set-cookie')).toMatch(/Max-Age=0|Expires=Thu, 01 Jan 1970/)
    expect(await refusal(bench, { method, path, ...bodyOf(call) })).toEqual([401, 'locked'])
  })

  it('that has not expired', async () => {
    const bench = routesBench()
    bench.clock.now += 13 * 3_600_000
    expect(await refusal(bench, { method, path, ...bodyOf(call) })).toEqual([401, 'locked'])
  })

  it('and no page of another origin', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', origin: 'http://evil.example' }
    expect(await refusal(routesBench(), { method, path, headers, ...bodyOf(call) })).toEqual([403, 'foreign-origin'])
  })
})

describe.each(changing)('$method $name changes something', (call) => {
  const { method, path } = call
  it.each([
    ['a foreign origin', { origin: 'http://evil.example' }],
    ['no origin that can be named', { origin: 'null' }],
    ['another port', { origin: 'http://localhost:4000' }],
    ['another scheme', { origin: 'https://localhost:3000' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a same-site fetch', { 'sec-fetch-site': 'same-site' }],
  ])('and refuses %s', async (_, headers) => {
    expect(await refusal(routesBench(), { method, path, headers, ...bodyOf(call) })).toEqual([403, 'foreign-origin'])
  })

  it('and takes a client that is no browser', async () => {
    const headers = { origin: undefined, 'sec-fetch-site': undefined }
    const { status } = await routesBench().fetch({ method, path, headers, ...bodyOf(call) })
    expect(status).toBeLessThan(call.name === 'unlock' ? 402 : 300)
  })
})

describe.each(changing.filter(({ demand }) => demand.body !== false))('$method $name takes JSON only', (call) => {
  const { method, path } = call
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'text/json',
    undefined,
  ])('and refuses the content type %s', async (type) => {
    const got = await refusal(routesBench(), { method, path, headers: { 'content-type': type }, ...bodyOf(call) })
    expect(got).toEqual([415, 'wrong-content-type'])
  })
})

describe.each(open)('$method $name is open', (call) => {
  it('and gives a stranger no data', async () => {
    const bench = routesBench()
    const response = await bench.fetch({ path: call.path, headers: { cookie: undefined } })
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(text).not.toContain(CANARY)
    expect(text).not.toContain(bench.guard.pin)
  })

  it('and takes another origin for a stranger', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
    const text = await (await routesBench().fetch({ path: call.path, headers })).text()
    expect(text).not.toContain(CANARY)
    if (call.name === 'session') expect(JSON.parse(text)).toMatchObject({ unlocked: false })
  })
})

describe('evaluation', () => {
  it('runs nothing for whoever is refused, and nothing where it is switched off', async () => {
    const bench = routesBench({ evaluate: false })
    for (const call of CALLS.filter(({ demand }) => demand.evaluate === true)) {
      expect(await refusal(bench, { method: 'POST', path: call.path, ...bodyOf(call) })).toEqual([403, 'disabled'])
    }
    const info: unknown = await (await bench.fetch({ path: `${BASE}/api/session` })).json()
    expect(info).toMatchObject({
      unlocked: true,
      console: { available: false, remedy: expect.stringContaining('evaluate: true') as string },
    })
    expect(bench.evaluated).toEqual([])
  })

  it('gets the frame, the source and a short name of the session', async () => {
    const bench = routesBench()
    const path = `${BASE}/api/tracebacks/${ID}/frames/12/evaluate`
    await bench.fetch({ method: 'POST', path, body: '{"source":"a","mode":"peek","timeoutMs":5}' })
    expect(bench.evaluated).toMatchObject([{ frame: 12, source: 'a', mode: 'peek', timeoutMs: 5 }])
    expect(bench.evaluated[0]?.session).toMatch(/^.{6,20}$/)
    expect(bench.cookie).not.toContain(bench.evaluated[0]?.session)
  })
})

function alter(cookie: string): string {
  const last = cookie.at(-1) === 'A' ? 'B' : 'A'
  return cookie.slice(0, -1) + last
}
