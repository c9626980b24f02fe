import { describe, expect, it } from 'vitest'
import type { GuardRequest } from '../../src/server/guard/index.ts'
import { bench, change, request, unlock } from './guard-bench.ts'
import type { Headers } from './guard-bench.ts'

const { guard } = bench({ hosts: ['dev.test'] })
const cookie = unlock(guard)
const SECURE = { encrypted: true }

function code(asked: GuardRequest, demand = { session: false, change: true }): string {
  const answer = guard.admit(asked, demand)
  return answer.ok ? 'ok' : `${answer.status} ${answer.failure.code}`
}

describe('changes', () => {
  const same: [Headers, Partial<GuardRequest>][] = [
    [{}, {}],
    [{ origin: [], 'sec-fetch-site': [] }, {}],
    [{ origin: [] }, {}],
    [{ 'sec-fetch-site': [] }, {}],
    [{ 'sec-fetch-site': 'none' }, {}],
    [{ host: 'LOCALHOST:3000' }, {}],
    [{ host: 'dev.test', origin: 'http://dev.test' }, {}],
    [{ host: 'dev.test:80', origin: 'http://dev.test' }, {}],
    [{ host: 'dev.test', origin: 'https://dev.test' }, SECURE],
    [{ host: 'dev.test:443', origin: 'https://dev.test' }, SECURE],
    [{ host: '[::1]:9', origin: 'http://[::1]:9' }, {}],
  ]
  it.each(same)('of the same origin pass: %j %j', (headers, rest) => expect(code(change(headers, rest))).toBe('ok'))

  const foreign: [Headers, Partial<GuardRequest>][] = [
    [{ origin: 'null' }, {}],
    [{ origin: '' }, {}],
    [{ origin: 'http://evil.test' }, {}],
    [{ origin: 'http://localhost' }, {}],
    [{ origin: 'http://localhost:3001' }, {}],
    [{ origin: 'http://127.0.0.1:3000' }, {}],
    [{ origin: 'http://localhost.evil.test:3000' }, {}],
    [{ origin: 'http://localhost:3000.evil.test' }, {}],
    [{ origin: 'http://localhost:3000@evil.test' }, {}],
    [{ origin: 'http://evil.test/localhost:3000' }, {}],
    [{ origin: 'http://localhost:3000/' }, {}],
    [{ origin: 'https://localhost:3000' }, {}],
    [{ origin: 'http://dev.test', host: 'dev.test' }, SECURE],
    [{ origin: 'file://' }, {}],
    [{ origin: 'chrome-extension://localhost:3000' }, {}],
    [{ origin: 'localhost:3000' }, {}],
    [{ origin: '*' }, {}],
    [{ origin: 'http://localhost:3000 http://evil.test' }, {}],
    [{ origin: 'http://localhost:3000, http://evil.test' }, {}],
    [{ origin: ['http://localhost:3000', 'http://localhost:3000'] }, {}],
    [{ origin: 'null', 'sec-fetch-site': [] }, {}],
    [{ 'sec-fetch-site': 'cross-site' }, {}],
    [{ 'sec-fetch-site': 'same-site' }, {}],
    [{ 'sec-fetch-site': 'Same-Origin' }, {}],
    [{ 'sec-fetch-site': '' }, {}],
    [{ 'sec-fetch-site': ['same-origin', 'cross-site'] }, {}],
    [{ 'sec-fetch-site': 'cross-site', origin: [] }, {}],
  ]
  it.each(foreign)('of another origin are refused: %j %j', (headers, rest) => {
    const asked = change({ ...headers, cookie }, rest)
    expect(code(asked)).toBe('403 foreign-origin')
    const answer = guard.unlock(asked, { pin: guard.pin })
    expect(answer.ok ? 'ok' : answer.failure.code).toBe('foreign-origin')
  })

  it('name the proxy when TLS ends before us', () => {
    const answer = guard.admit(change({ host: 'dev.test', origin: 'https://dev.test' }), {
      session: false,
      change: true,
    })
    expect(answer.ok ? '' : answer.failure.remedy).toContain('INQUEST_TRUST_PROXY=')
  })

  it.each(['application/json', 'Application/JSON; charset=utf-8', ' application/json ;x'])('take %j', (type) =>
    expect(code(change({ 'content-type': type }))).toBe('ok'),
  )

  it.each([
    [],
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
    'application/jsonp',
    'application/json, text/plain',
    'text/json',
    ['application/json', 'text/plain'],
  ])('refuse the type %j', (type) => {
    expect(code(change({ 'content-type': type }))).toBe('415 wrong-content-type')
    expect(guard.unlock(change({ 'content-type': type }), { pin: guard.pin }).ok).toBe(false)
  })

  it.each(['GET', 'get', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY', ''])('are never %j', (method) => {
    expect(code(change({}, { method }))).toBe('405 wrong-method')
    const answer = guard.unlock(change({ 'x-http-method-override': 'POST' }, { method }), { pin: guard.pin })
    expect(answer.ok ? 'ok' : answer.failure.code).toBe('wrong-method')
  })

  it('need no body for DELETE alone', () => {
    const demand = { session: false, change: true, body: false }
    expect(code(change({ 'content-type': [] }, { method: 'DELETE' }), demand)).toBe('ok')
    expect(code(change({ 'content-type': 'text/plain' }, { method: 'POST' }), demand)).toBe('415 wrong-content-type')
    expect(code(change({ origin: 'null' }, { method: 'DELETE' }), demand)).toBe('403 foreign-origin')
  })
})

describe('reads', () => {
  const demand = { session: true, change: false }
  it('are GET or HEAD', () => {
    expect(code(request({ cookie }), demand)).toBe('ok')
    expect(code(request({ cookie }, { method: 'HEAD' }), demand)).toBe('ok')
    expect(code(request({ cookie }, { method: 'POST' }), demand)).toBe('405 wrong-method')
  })

  const rows: [Headers, boolean][] = [
    [{}, true],
    [{ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, true],
    [{ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }, true],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, true],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }, false],
    [{ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': ['same-origin', 'cross-site'] }, false],
    [{ origin: 'http://localhost:3001' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'http://localhost:3000' }, true],
  ]
  it.each(rows)('by a page of another origin are not the developer’s: %j %j', (headers, mine) => {
    const asked = request({ ...headers, cookie })
    expect(code(asked, demand)).toBe(mine ? 'ok' : '403 foreign-origin')
    expect(guard.session(asked) !== undefined).toBe(mine)
    expect(guard.visibility(asked)).toBe(mine ? 'open' : 'locked')
  })
})
