import { describe, expect, it } from 'vitest'
import { cookieName, readCookies } from '../../src/server/guard/cookie.ts'
import { bench, change, dice, directory, request, unlock } from './guard-bench.ts'

describe('the cookie', () => {
  it('has every flag there is', () => {
    const { guard } = bench()
    const answer = guard.unlock(change(), { pin: guard.pin })
    expect(answer.ok && answer.cookie).toMatch(
      /^inquest_session_[0-9a-f]{16}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    const secure = guard.unlock(change({ origin: 'https://localhost:3000' }, { encrypted: true }), { pin: guard.pin })
    expect(secure.ok && secure.cookie).toMatch(
      /^__Host-inquest_session_[0-9a-f]{16}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    )
  })

  it('of http is worth nothing on https, where others could have planted it', () => {
    const { guard } = bench()
    const cookie = unlock(guard)
    expect(guard.session(request({ cookie }))).toBeDefined()
    expect(guard.session(request({ cookie }, { encrypted: true }))).toBeUndefined()
    expect(guard.session(request({ cookie: `__Host-${cookie}` }, { encrypted: true }))).toBeDefined()
  })

  it('has a name of its own for each project and keeps it over a restart', () => {
    const name = (stateDirectory: string) => unlock(bench({ stateDirectory }).guard).split('=')[0]
    const [one, two] = [directory(), directory()]
    expect(name(one)).toBe(name(one))
    expect(name(one)).not.toBe(name(two))
  })

  it('of two apps on localhost do not log each other out', () => {
    const [one, two] = [bench().guard, bench().guard]
    const jar = `${unlock(one)}; ${unlock(two)}`
    expect([one, two].map((guard) => guard.session(request({ cookie: jar })) !== undefined)).toEqual([true, true])
    expect(two.lock(change({ cookie: jar })).cookie).not.toContain(unlock(one).split('=')[0])
    expect(one.session(request({ cookie: jar }))).toBeDefined()
  })

  it('is found behind planted ones of the same name', () => {
    const { guard } = bench()
    const mine = unlock(guard)
    const [name] = mine.split('=')
    const planted = Array.from({ length: 50 }, (_, n) => `${name!}=${String(n).padStart(43, 'x')}`)
    const cookie = [...planted, mine].join('; ')
    for (let round = 0; round < 20; round++) {
      expect(guard.session(request({ cookie }))).toBeDefined()
      expect(guard.admit(request({ cookie: [...planted, mine] }), { session: true, change: false }).ok).toBe(true)
    }
    expect(guard.session(request({ cookie: [mine, ...planted.slice(0, 3)].join(';') }))).toBeDefined()
    expect(guard.session(request({ cookie: [mine, ...planted.slice(0, 4)].join(';') }))).toBeUndefined()
  })
})

describe('the Cookie header', () => {
  const name = cookieName('0123456789abcdef', 'http')
  const rows: [header: string | string[], values: string[]][] = [
    [[], []],
    ['', []],
    [`${name}=v`, ['v']],
    [`a=b; ${name}=v; c=d`, ['v']],
    [`a=b;${name}=v`, ['v']],
    [`  ${name} = v \t;`, ['v']],
    [`${name}="v"`, ['v']],
    [`${name}=v=w`, ['v=w']],
    [`${name}=`, ['']],
    [name, []],
    [`x${name}=v`, []],
    [`${name}x=v`, []],
    [name.toUpperCase() + '=v', []],
    [`__Host-${name}=v`, []],
    [`a="; ${name}=v"`, ['v"']],
    [
      [`${name}=1`, `${name}=2; ${name}=3`],
      ['1', '2', '3'],
    ],
    [Array.from({ length: 9 }, (_, n) => `${name}=${n}`).join('; '), ['5', '6', '7', '8']],
  ]
  it.each(rows)('%j holds %j', (header, values) => {
    expect(readCookies(request({ cookie: header }), name)).toEqual(values)
  })

  it('of any content is read quickly and yields at most four values', () => {
    const roll = dice(5)
    const pieces = [name, '=', ';', ' ', '"', '\t', 'x', '\0', '\ud83d', ',', '==', ';;']
    for (let round = 0; round < 5000; round++) {
      const header = Array.from({ length: roll() * 30 }, () => pieces[Math.floor(roll() * pieces.length)]!).join('')
      expect(readCookies(request({ cookie: header }), name).length).toBeLessThanOrEqual(4)
    }
    const start = performance.now()
    for (const piece of pieces) readCookies(request({ cookie: `${name}=${piece.repeat(64 * 1024)}x` }), name)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
