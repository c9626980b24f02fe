import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bench, request } from '../guard/guard-bench.ts'
import { printRequest, sendRaw } from './raw-request.ts'
import type { HeaderLines } from './raw-request.ts'
import { BASE, HTML, JSON_TYPE, openTarget, useTarget } from './target.ts'
import type { Target } from './target.ts'

/** One wrong PIN from `localAddress` with these headers: its status. */
async function guess(target: Target, localAddress: string, headers: HeaderLines): Promise<number> {
  const body = '{"pin":"000-000-001"}'
  const answer = await target.send('POST', `${BASE}/api/unlock`, [...headers, JSON_TYPE], body, { localAddress })
  return answer.status
}

async function guesses(target: Target, count: number, address: string, headersOf: (n: number) => HeaderLines) {
  const statuses: number[] = []
  for (let n = 0; n < count; n++) statuses.push(await guess(target, address, headersOf(n)))
  return statuses
}

const FIVE_AND_STOP = [401, 401, 401, 401, 401, 429]

/** 127.0.0.2 is a named proxy; 127.0.0.3 is none. */
const proxied = useTarget({ env: { INQUEST_TRUST_PROXY: '127.0.0.2', INQUEST_HOSTS: 'dev.test' } })
const plain = useTarget()

describe('whose tries they are', () => {
  it('10 through a named proxy: those of the client that it names', async () => {
    const from = (client: string) => () => [['X-Forwarded-For', client]] as const
    expect(await guesses(proxied(), 6, '127.0.0.2', from('198.51.100.10'))).toEqual(FIVE_AND_STOP)
    expect(await guess(proxied(), '127.0.0.2', from('198.51.100.11')())).toBe(401)
  })

  it('11 a stranger behind a named proxy is a stranger: no open page, no loopback by naming it', async () => {
    for (const client of ['198.51.100.12', '127.0.0.1', '::1', 'localhost', '']) {
      const { port, host } = proxied()
      const headers: HeaderLines = [['Host', host], ['X-Forwarded-For', client], HTML]
      const answer = await sendRaw(port, printRequest('GET', '/boom', headers), { localAddress: '127.0.0.2' })
      expect(answer.body, client).toBe('Internal Server Error')
    }
  })

  it('12 a chain that lies is read from its near end', async () => {
    const lying = (n: number) => [['X-Forwarded-For', `10.0.0.${n}, 127.0.0.1, 198.51.100.20`]] as const
    expect(await guesses(proxied(), 6, '127.0.0.2', lying)).toEqual(FIVE_AND_STOP)
    const named = (n: number) => [['X-Forwarded-For', `10.0.0.${n}, 198.51.100.21, 127.0.0.2`]] as const
    expect(await guesses(proxied(), 6, '127.0.0.2', named)).toEqual(FIVE_AND_STOP)
  })

  it('13 through a proxy that nobody named: those of the proxy, whatever it says', async () => {
    const lying = (n: number) => [['X-Forwarded-For', `198.51.100.${100 + n}`]] as const
    expect(await guesses(proxied(), 6, '127.0.0.3', lying)).toEqual(FIVE_AND_STOP)
  })
})

describe('14 a peer that is no address', () => {
  const home = mkdtempSync(join(tmpdir(), 'inquest-unix-'))
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  it('(a unix socket) gets nothing but the app’s own response, and its tries are limited', async () => {
    const path = join(home, 'app.sock')
    const { program, port, send } = await openTarget({ unlock: false, env: { LISTEN_UNIX: path } })
    try {
      const text = printRequest('GET', '/boom', [['Host', 'localhost'], HTML])
      const answer = await sendRaw(port, text, { path })
      expect([answer.status, answer.body]).toEqual([500, 'Internal Server Error'])
      const statuses: number[] = []
      for (let n = 0; n < 6; n++) {
        const headers: HeaderLines = [['Host', 'localhost'], JSON_TYPE, ['X-Forwarded-For', `10.0.0.${n}`]]
        const wrong = await send('POST', `${BASE}/api/unlock`, headers, '{"pin":"1"}', { path })
        statuses.push(wrong.status)
      }
      expect(statuses).toEqual(FIVE_AND_STOP)
    } finally {
      await program.stop()
    }
  })

  it.each(['', ' ', 'unknown', '127.0.0.1.1', '127.1', '0x7f.0.0.1', '::1%lo0x', '::ffff:127.0.0.1.2', '0000::1::'])(
    '(%j) is no loopback',
    (remoteAddress) => {
      const { guard } = bench()
      expect(guard.visibility(request({}, { remoteAddress }))).toBe('locked')
      const { remoteAddress: _, ...blank } = request()
      expect(guard.visibility(blank)).toBe('locked')
    },
  )

  it.each(['::1', '0:0:0:0:0:0:0:1', '0000::1', '::ffff:127.0.0.1', '127.8.8.8'])('(%s is one)', (remoteAddress) => {
    expect(bench().guard.visibility(request({}, { remoteAddress }))).toBe('open')
  })
})

it('15 X-Forwarded-For, -Proto and -Host of a peer that nobody named are ignored, except that they end openness', async () => {
  const { send, host } = plain()
  const open = await send('GET', '/boom', [HTML])
  expect(open.body).toMatch(/^<!doctype html>/)
  const body = JSON.stringify({ pin: '2468-1357-9' })
  const headers: HeaderLines = [['X-Forwarded-Proto', 'https'], ['X-Forwarded-For', '203.0.113.5'], JSON_TYPE]
  const unlocked = await send('POST', `${BASE}/api/unlock`, headers, body)
  expect(unlocked.head).not.toMatch(/__Host-|secure/i)
  for (const [name, value] of [
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Forwarded-Host', host],
    ['X-Forwarded-Proto', 'http'],
  ] as const) {
    expect((await send('GET', '/boom', [HTML, [name, value]])).body, name).toBe('Internal Server Error')
  }
})

describe('16 says who asks, and is not believed:', () => {
  const names = (
    'Forwarded X-Real-IP Client-IP X-Client-IP CF-Connecting-IP True-Client-IP X-Cluster-Client-IP ' +
    'Fastly-Client-IP X-Original-Forwarded-For X-Remote-IP X-Remote-Addr X-ProxyUser-Ip WL-Proxy-Client-IP Via'
  ).split(' ')
  it.each(names)('%s', async (name) => {
    const target = plain()
    const value = name === 'Forwarded' ? 'for=127.0.0.1;host=localhost;proto=https' : '127.0.0.1'
    const answer = await target.send('GET', '/boom', [HTML, [name, value]], '', { localAddress: '127.0.0.9' })
    expect(answer.body).toBe('Internal Server Error')
    // Another address in it for each try makes no new client.
    const address = `127.16.0.${names.indexOf(name) + 1}`
    const lying = (n: number) => [[name, name === 'Forwarded' ? `for=10.1.1.${n}` : `10.1.1.${n}`]] as const
    expect(await guesses(target, 6, address, lying)).toEqual(FIVE_AND_STOP)
    expect(await guesses(target, 1, '127.0.0.1', () => [])).not.toEqual([403])
  })
})
