import { describe, expect, it } from 'vitest'
import { clientKey, contains, parseAddress, parseNetwork } from '../../src/server/guard/address.ts'
import { parseProxyTrust, resolveClient } from '../../src/server/guard/proxy.ts'
import { bench, change, dice, request } from './guard-bench.ts'
import type { Headers } from './guard-bench.ts'

const trust = parseProxyTrust(['10.0.0.0/8', '127.0.0.1', 'fd00::/8'], () => undefined)
const key = (text: string) => clientKey(parseAddress(text))

function client(peer: string | undefined, headers: Headers, from = trust) {
  const { remoteAddress: _, ...rest } = request(headers)
  return resolveClient(peer === undefined ? rest : { ...rest, remoteAddress: peer }, from)
}

describe('the client behind proxies', () => {
  const rows: [why: string, peer: string, forwarded: string | string[], expected: string][] = [
    ['permitted through a named proxy', '10.0.0.1', '10.0.0.9, 192.0.2.1', '192.0.2.1'],
    ['not permitted through a named proxy', '10.0.0.1', '203.0.113.5', '203.0.113.5'],
    ['a lying chain', '10.0.0.1', '127.0.0.1, 203.0.113.5', '203.0.113.5'],
    ['a longer lying chain', '10.0.0.1', '127.0.0.1, 203.0.113.5, 10.0.0.0', '203.0.113.5'],
    ['through a proxy that nobody named', '203.0.113.9', '127.0.0.1', '203.0.113.9'],
    ['two named proxies', '127.0.0.1', '198.51.100.7, 10.2.3.4', '198.51.100.7'],
    ['only named proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['no header', '10.0.0.1', [], '10.0.0.1'],
    ['two header lines', '10.0.0.1', ['198.51.100.7', '203.0.113.5'], '203.0.113.5'],
    ['a mapped peer', '::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['a mapped entry', '10.0.0.1', '198.51.100.7, ::ffff:a00:2', '198.51.100.7'],
    ['IPv6', 'fd00::1', '2001:db8::5', '2001:db8::5'],
    ['what cannot be read', '10.0.0.1', '198.51.100.7, unknown', 'none'],
    ['an octal', '10.0.0.1', '0177.0.0.1', 'none'],
    ['a port', '10.0.0.1', '198.51.100.7:80', 'none'],
    ['an empty element', '10.0.0.1', '198.51.100.7,', 'none'],
    ['a garbled peer', 'localhost', '127.0.0.1', 'none'],
    ['an empty peer', '', '127.0.0.1', 'none'],
  ]
  it.each(rows)('%s', (_, peer, forwarded, expected) => {
    const { address } = client(peer, { 'x-forwarded-for': forwarded })
    expect(clientKey(address)).toBe(expected === 'none' ? 'unknown' : key(expected))
  })

  it('is unknown on a unix socket, unless that is named', () => {
    const headers = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https' }
    expect(client(undefined, headers)).toEqual({ scheme: 'http' })
    const unix = parseProxyTrust(['unix'], () => undefined)
    expect(client(undefined, headers, unix)).toEqual({ scheme: 'https', address: parseAddress('198.51.100.7') })
    expect(clientKey(client('127.0.0.1', headers, unix).address)).toBe(key('127.0.0.1'))
    expect(client('', headers, unix)).toEqual({ scheme: 'http' })
    expect(client('/run/app.sock', headers, unix)).toEqual({ scheme: 'http' })
  })

  it('hears of no other header', () => {
    const names = ['forwarded', 'x-real-ip', 'client-ip', 'true-client-ip', 'cf-connecting-ip', 'x-client-ip']
    const headers = Object.fromEntries(names.map((name) => [name, 'for=127.0.0.1;host=localhost;proto=https']))
    expect(client('10.0.0.1', headers)).toEqual({ scheme: 'http', address: parseAddress('10.0.0.1') })
  })

  it('takes scheme and host of the hop that it takes the address of', () => {
    const headers = {
      'x-forwarded-for': '127.0.0.1, 198.51.100.7, 10.0.0.2',
      'x-forwarded-proto': 'http, https, http',
      'x-forwarded-host': 'evil.test, dev.test, inner.test',
    }
    expect(client('10.0.0.1', headers)).toMatchObject({ scheme: 'https', forwardedHost: 'dev.test' })
    expect(client('203.0.113.9', headers)).toEqual({ scheme: 'http', address: parseAddress('203.0.113.9') })
    expect(client('10.0.0.1', { 'x-forwarded-proto': 'wss' }).scheme).toBe('http')
  })

  it('reports what is neither address nor network', () => {
    const said: string[] = []
    const bad = ['proxy', '10.0.0.0/33', '10.0.0.0/0', '::/0', '10.0.0/8', '10.0.0.0/-1', '::ffff:10.0.0.0/90', '1/2/3']
    const { networks } = parseProxyTrust([...bad, ' ', '::ffff:10.0.0.0/104'], (message) => said.push(message))
    expect(said).toHaveLength(bad.length)
    expect(networks).toEqual([parseNetwork('10.0.0.0/8')])
  })
})

describe('a forwarded host', () => {
  const options = { hosts: ['dev.test', 'upstream'], trustProxy: ['10.0.0.1'] }
  const admits = (peer: string, headers: Headers) =>
    bench(options).guard.admit(request(headers, { remoteAddress: peer }), { session: false, change: false }).ok

  it('counts from a named proxy only, and never instead of Host', () => {
    expect(admits('10.0.0.1', { host: 'upstream', 'x-forwarded-host': 'dev.test' })).toBe(true)
    expect(admits('10.0.0.1', { host: 'upstream', 'x-forwarded-host': 'evil.test' })).toBe(false)
    expect(admits('10.0.0.1', { host: 'upstream', 'x-forwarded-host': '' })).toBe(false)
    expect(admits('10.0.0.1', { host: 'evil.test', 'x-forwarded-host': 'localhost' })).toBe(false)
    expect(admits('10.0.0.2', { host: 'evil.test', 'x-forwarded-host': 'localhost' })).toBe(false)
    expect(admits('10.0.0.2', { host: 'dev.test', 'x-forwarded-host': 'evil.test' })).toBe(true)
  })

  it('is what Origin is held against, and what makes the cookie secure', () => {
    const { guard } = bench(options)
    const headers = { host: 'upstream', 'x-forwarded-host': 'dev.test', 'x-forwarded-proto': 'https' }
    const asked = change({ ...headers, origin: 'https://dev.test' }, { remoteAddress: '10.0.0.1' })
    const answer = guard.unlock(asked, { pin: guard.pin })
    expect(answer.ok && answer.cookie).toMatch(/^__Host-inquest_session_.*; Secure$/)
    const other = change({ ...headers, origin: 'https://dev.test' }, { remoteAddress: '10.0.0.2' })
    expect(guard.unlock(other, { pin: guard.pin }).ok).toBe(false)
  })
})

describe('addresses', () => {
  it.each(['::', '::1', '1::', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4', '64:ff9b::1.2.3.4', 'fe80::1%eth0', '1.2.3.4'])(
    '%s is one',
    (text) => expect(parseAddress(text)).toBeDefined(),
  )
  it.each([
    ...[
      '',
      ':',
      ':::',
      '1:::2',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '12345::',
      '::g',
      ':1::',
      '1:2:3:4:5:6:7::8:9',
    ],
    ...[
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.04',
      '1.2.3.256',
      '::1.2.3',
      '1.2.3.4::',
      '::1%lo',
      'fe80::1%',
      ' 1.2.3.4',
      '1.2.3.4\n',
    ],
    '1'.repeat(100),
  ])('%j is none', (text) => expect(parseAddress(text)).toBeUndefined())

  it('agree with the platform on random text', async () => {
    const { isIP } = await import('node:net')
    const roll = dice(3)
    const pieces = ['0', '1', 'ff', 'ffff', '255', '256', ':', ':', '::', '.', '.', '127', '01', 'g']
    for (let round = 0; round < 30_000; round++) {
      let text = ''
      for (let n = roll() * 16; n > 0; n--) text += pieces[Math.floor(roll() * pieces.length)]!
      expect([text, parseAddress(text) !== undefined]).toEqual([text, isIP(text) !== 0])
    }
  })

  it('one IPv6 customer is one client', () => {
    expect(key('2001:db8:1:2::1')).toBe(key('2001:db8:1:2:ffff::9'))
    expect(key('2001:db8:1:2::1')).not.toBe(key('2001:db8:1:3::1'))
    expect(key('::ffff:1.2.3.4')).toBe(key('1.2.3.4'))
  })

  it('lie in networks', () => {
    const inside = (network: string, address: string) => contains(parseNetwork(network)!, parseAddress(address)!)
    expect(inside('10.0.0.0/8', '10.255.0.1')).toBe(true)
    expect(inside('10.0.0.0/8', '11.0.0.0')).toBe(false)
    expect(inside('10.0.0.0/8', '::ffff:10.0.0.1')).toBe(true)
    expect(inside('10.1.2.3/32', '10.1.2.2')).toBe(false)
    expect(inside('fd00::/8', 'fdff::1')).toBe(true)
    expect(inside('::/1', '10.0.0.1')).toBe(false)
  })
})
