import { describe, expect, it } from 'vitest'
import { bench, change, dice, request } from './guard-bench.ts'

const EXTRA = [
  'dev.example.test',
  '.staging.example.test',
  '192.168.7.7',
  '[fd00::7]',
  'dév.example.test',
  'app_1:8080',
]

const GOOD = [
  'localhost',
  'localhost:3000',
  'LOCALHOST:3000',
  'LocalHost',
  'app.localhost',
  'a.b.localhost:1',
  '127.0.0.1',
  '127.0.0.1:65535',
  '127.1.2.3:80',
  '127.255.255.255',
  '[::1]',
  '[::1]:3000',
  'dev.example.test',
  'DEV.example.test:8443',
  'staging.example.test',
  'a.staging.example.test',
  'a.b.staging.example.test:444',
  '192.168.7.7',
  '[fd00::7]:3000',
  '[FD00:0:0:0:0:0:0:7]',
  'xn--dv-bja.example.test',
  'app_1',
]

const BAD = [
  '',
  ' ',
  'evil.test',
  'localhost.evil.test',
  'localhost-evil.test',
  'evil-localhost',
  'evillocalhost',
  'localhost.',
  'localhost.:3000',
  'app.localhost.',
  '.localhost',
  'a..localhost',
  'localhost6',
  'localhost4',
  'localhost.localdomain',
  'localhost:',
  'localhost:0',
  'localhost:080',
  'localhost:65536',
  'localhost:99999',
  'localhost:80a',
  'localhost:80:80',
  'localhost:80@evil.test',
  'evil.test@localhost',
  'user:pass@localhost',
  'localhost/',
  'localhost/evil',
  'localhost?x',
  'localhost#x',
  'localhost\\evil',
  'localhost,evil.test',
  'evil.test, localhost',
  'localhost localhost',
  ' localhost',
  'localhost ',
  'localhost\t',
  'localhost\r\nx: y',
  'localhost\0',
  'localhost%00',
  'local%68ost',
  'lоcalhost', // a Cyrillic o
  'ｌocalhost',
  'localhoſt',
  'http://localhost',
  '//localhost',
  '127.1',
  '127.0.1',
  '127',
  '127.0.0.1.',
  '127.0.0.01',
  '127.0.0.256',
  '127.0.0.1.evil.test',
  '127.0.0.1.nip.io',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '0x',
  '2130706433',
  '017700000001',
  '①27.0.0.1',
  '128.0.0.1',
  '0.0.0.0',
  '0.0.0.0:3000',
  '0',
  '10.0.0.1',
  '192.168.7.8',
  '[::]',
  '[::]:3000',
  '::1',
  '[::1',
  '::1]',
  '[::1]x',
  '[::1]:',
  '[::1%lo]',
  '[0::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[::2]',
  '[fe80::1]',
  '[127.0.0.1]',
  '[localhost]',
  '[v1.x]',
  'example.test',
  'xdev.example.test',
  'a.dev.example.test',
  'dev.example.test.evil.test',
  'xstaging.example.test',
  '.staging.example.test',
  `${'a'.repeat(64)}.localhost`,
  `${'a.'.repeat(200)}localhost`,
  '*',
  'null',
  'undefined',
]

describe('Host', () => {
  const { guard, problems } = bench({ hosts: EXTRA })
  const atStart = [...problems]
  const reaches = (host: string | readonly string[], rest = {}) =>
    guard.admit(request({ host }, rest), { session: false, change: false }).ok

  it.each(GOOD)('%j is trusted', (host) => expect(reaches(host)).toBe(true))

  it.each(BAD)('%j is refused everywhere and learns nothing', (host) => {
    const said = [
      guard.admit(request({ host }), { session: false, change: false }),
      guard.admit(change({ host }), { session: true, change: true }),
      guard.unlock(change({ host, origin: `http://${host}` }), { pin: guard.pin }),
    ]
    for (const answer of said) {
      const failure = { code: 'untrusted-host', message: 'This request is refused.' }
      expect(answer).toEqual({ ok: false, status: 403, failure })
    }
    expect(guard.visibility(request({ host }))).toBe('locked')
    expect(guard.session(request({ host }))).toBeUndefined()
  })

  it('takes exactly one Host header', () => {
    expect(reaches([])).toBe(false)
    expect(reaches(['localhost', 'localhost'])).toBe(false)
    expect(reaches(['localhost', 'evil.test'])).toBe(false)
    expect(guard.admit(request({ Host: 'localhost' }), { session: false, change: false }).ok).toBe(false)
  })

  it('takes :authority in place of it, in HTTP/2 only, and no contradiction', () => {
    const h2 = { httpVersion: '2.0' }
    const ask = (headers: Record<string, readonly string[]>, rest: object) =>
      guard.admit(request({ host: [], ...headers }, rest), { session: false, change: false }).ok
    expect(ask({ ':authority': ['localhost:3000'] }, h2)).toBe(true)
    expect(ask({ ':authority': ['localhost'], host: ['localhost'] }, h2)).toBe(true)
    expect(ask({ ':authority': ['evil.test'] }, h2)).toBe(false)
    expect(ask({ ':authority': ['localhost'], host: ['evil.test'] }, h2)).toBe(false)
    expect(ask({ ':authority': ['localhost', 'localhost'] }, h2)).toBe(false)
    expect(ask({ ':authority': ['localhost'] }, {})).toBe(false)
    expect(ask({ ':authority': ['localhost'], host: ['evil.test'] }, {})).toBe(false)
  })

  it('reports entries that name no host, and never trusts the wildcard address', () => {
    expect(atStart).toEqual([])
    const bad = ['*', '0.0.0.0', '[::]', '[0:0::0]', 'https://dev.test', 'a b', '.10.0.0.1', '..', 'dev.test.', '127.1']
    const { guard: other, problems: said } = bench({ hosts: [...bad, '', ' '] })
    expect(said).toHaveLength(bad.length)
    for (const host of bad) expect(other.admit(request({ host }), { session: false, change: false }).ok).toBe(false)
  })

  it('trusts no random host that does not spell loopback', () => {
    const roll = dice(7)
    const pieces = [
      'localhost',
      '127',
      '0',
      '1',
      '.',
      ':',
      '[',
      ']',
      '::',
      '@',
      '%',
      'x7f',
      'evil',
      '-',
      '\u212a',
      '/',
      '\n',
    ]
    const plain = /^(?:(?:[a-z0-9_-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/
    for (let round = 0; round < 20_000; round++) {
      let host = ''
      for (let n = roll() * 7; n > 0; n--) host += pieces[Math.floor(roll() * pieces.length)]!
      if (reaches(host)) expect(host).toMatch(plain)
    }
  })
})

describe('the list of refused hosts', () => {
  it('gives the whole setting that would admit a host, and keeps the last 20', () => {
    const { guard, clock } = bench({ hosts: ['.a.test'] })
    for (let n = 0; n < 30; n++) {
      clock.now++
      guard.admit(request({ host: `h${n}.test:8080` }), { session: false, change: false })
    }
    guard.admit(request({ host: 'h29.test' }), { session: false, change: false })
    const [first, ...rest] = guard.refusals()
    const expected = { detail: 'h29.test', reason: 'untrusted-host', at: clock.now, count: 2 }
    expect(first).toEqual({ ...expected, remedy: 'INQUEST_HOSTS=.a.test,h29.test' })
    expect(rest).toHaveLength(19)
    expect(rest.at(-1)?.detail).toBe('h10.test')
  })

  it('is fit for a terminal and tells it a limited number of times', () => {
    const { guard, problems } = bench()
    guard.admit(request({ host: 'a\u001b[31mb\u202e\r\nc' }), { session: false, change: false })
    const { reason, detail } = guard.refusals()[0]!
    expect({ reason, detail }).toEqual({ reason: 'malformed-host', detail: 'a?[31mb???c' })
    for (let n = 0; n < 200; n++) guard.visibility(request({ host: `${'\u0007'.repeat(n)}${'x'.repeat(500)}` }))
    expect(problems).toHaveLength(20)
    expect(problems.join('')).toMatch(/^[\x20-\x7e]*$/)
    expect(guard.refusals().every((refusal) => refusal.detail.length <= 100)).toBe(true)
  })
})
