import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/server/http/route-table.ts'
import { PIN } from '../program.ts'
import type { HeaderLines } from './raw-request.ts'
import { BASE, codeOf, JSON_TYPE, SECRETS, useTarget } from './target.ts'

const state = mkdtempSync(join(tmpdir(), 'inquest-routes-'))
afterAll(() => rmSync(state, { recursive: true, force: true }))
const target = useTarget({ env: { INQUEST_STATE: state } })

/** A session that was right, and has not been used for 13 hours. */
async function expiredCookie(): Promise<string> {
  const headers = [JSON_TYPE]
  const answer = await target().send('POST', `${BASE}/api/unlock`, headers, JSON.stringify({ pin: PIN }))
  const cookie = /^set-cookie: (\S+?);/im.exec(answer.head)?.[1] ?? ''
  const file = createHash('sha256')
    .update(`${cookie.split('=')[1] ?? ''} ${PIN.replaceAll('-', '')}`)
    .digest('hex')
  const then = Date.now() / 1000 - 13 * 3600
  utimesSync(join(state, 'sessions', file), then, then)
  return cookie
}

const CONDITIONS = [
  'no session',
  'wrong session',
  'expired session',
  'wrong host',
  'foreign origin',
  'wrong type',
  'wrong method',
  'wrong method at a wrong host',
] as const
type Condition = (typeof CONDITIONS)[number]

const BODIES: Partial<Record<keyof typeof ROUTES, string>> = {
  evaluate: '{"source":"1","mode":"peek"}',
  complete: '{"source":"x","cursor":1}',
  getter: '{"ref":"s1","place":0}',
  keep: '{"ref":"s1"}',
  copy: '{"ref":"s1"}',
  expand: '{"ref":"s1"}',
  unlock: '{"pin":"2468-1357-0"}',
}

/** What a route has to answer; undefined where the condition takes nothing from it. */
function expected(route: keyof typeof ROUTES, condition: Condition): [number, string] | undefined {
  const { demand, method } = ROUTES[route]
  switch (condition) {
    case 'no session':
    case 'wrong session':
    case 'expired session':
      return demand.session ? [401, 'locked'] : undefined
    case 'wrong host':
    case 'wrong method at a wrong host':
      return [403, 'untrusted-host']
    case 'foreign origin':
      return demand.change || demand.session ? [403, 'foreign-origin'] : undefined
    case 'wrong type':
      return demand.change && method !== 'DELETE' ? [415, 'wrong-content-type'] : undefined
    case 'wrong method':
      return [405, 'wrong-method']
  }
}

describe.each(Object.keys(ROUTES) as (keyof typeof ROUTES)[])('route %s', (route) => {
  it.each(CONDITIONS)('%s', async (condition) => {
    const { send, host, cookie, tracebackId } = target()
    const { method, path, demand } = ROUTES[route]
    const url =
      BASE +
      path
        .replace(':id', route === 'lock' ? 'x' : tracebackId)
        .replace(':name', 'app.js')
        .replace(':n', '0')
    const name = cookie.split('=')[0] ?? ''
    const pair: Partial<Record<Condition, string>> = {
      'wrong session': `${name}=${route.padEnd(43, 'q').slice(0, 43)}`,
      ...(condition === 'expired session' ? { 'expired session': await expiredCookie() } : {}),
    }
    const cookies: HeaderLines = condition === 'no session' ? [] : [['cookie', pair[condition] ?? cookie]]
    const type = condition === 'wrong type' ? (['content-type', 'text/plain'] as const) : JSON_TYPE
    const headers: HeaderLines = [
      ['Host', condition.endsWith('wrong host') ? 'evil.test' : host],
      ...cookies,
      ...(condition === 'foreign origin' ? [['Origin', 'http://evil.test'] as const] : []),
      ...(demand.change ? [type] : []),
    ]
    const body = method === 'POST' && !condition.startsWith('wrong method') ? (BODIES[route] ?? '{}') : ''
    const others = { GET: 'POST', POST: 'GET', DELETE: 'PUT' } as const
    const localAddress = condition.endsWith('session')
      ? `127.99.0.${Object.keys(ROUTES).indexOf(route) + 1}`
      : '127.0.0.1'
    const answer = await send(condition.startsWith('wrong method') ? others[method] : method, url, headers, body, {
      localAddress,
    })
    const wanted = expected(route, condition)
    if (wanted === undefined) expect([200, 204, 401]).toContain(answer.status)
    else expect([answer.status, codeOf(answer)]).toEqual(wanted)
    if (condition !== 'foreign origin' && condition !== 'wrong type') expect(answer.raw).not.toMatch(SECRETS)
    expect(answer.head).not.toMatch(/access-control|x-inquest/i)
    if (condition.endsWith('wrong host')) expect(answer.raw).not.toMatch(/^allow:|remedy|GET|POST|DELETE/im)
  })
})
