import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ABSOLUTE_LIMIT, IDLE_LIMIT, SESSION_CAP } from '../../src/server/guard/session.ts'
import { bench, change, dice, directory, HOUR, MINUTE, request, unlock } from './guard-bench.ts'

const READ = { session: true, change: false }
type Benched = ReturnType<typeof bench>['guard']
const isIn = (guard: Benched, cookie: string) => guard.session(request({ cookie })) !== undefined

describe.each(['memory', 'directory'])('sessions in %s', (where) => {
  const open = () => bench(where === 'memory' ? {} : { stateDirectory: directory() })

  it('admit who has one', () => {
    const { guard } = open()
    const locked = { code: 'locked' }
    expect(guard.admit(request(), READ)).toMatchObject({ ok: false, status: 401, failure: locked })
    const cookie = unlock(guard)
    const answer = guard.admit(request({ cookie }), READ)
    expect(answer.ok && answer.session?.label).toMatch(/^[0-9a-f]{12}$/)
    expect(guard.describe(request({ cookie }))).toEqual({ unlocked: true, console: { available: true } })
    expect(guard.describe(request())).toMatchObject({ unlocked: false, console: { available: false } })
  })

  it('end after 12 idle hours', () => {
    const { guard, clock } = open()
    const cookie = unlock(guard)
    for (let n = 0; n < 5; n++) {
      clock.now += IDLE_LIMIT - 2 * MINUTE
      expect(isIn(guard, cookie)).toBe(true)
    }
    clock.now += IDLE_LIMIT
    expect(isIn(guard, cookie)).toBe(false)
    clock.now -= IDLE_LIMIT
    expect(isIn(guard, cookie)).toBe(false)
  })

  it('end after seven days however busy', () => {
    const { guard, clock } = open()
    const cookie = unlock(guard)
    const end = clock.now + ABSOLUTE_LIMIT
    while (clock.now + HOUR < end) {
      clock.now += HOUR
      expect(isIn(guard, cookie)).toBe(true)
    }
    clock.now += HOUR
    expect(isIn(guard, cookie)).toBe(false)
  })

  it('have limits of 12 hours and of seven days', () => {
    expect([IDLE_LIMIT, ABSOLUTE_LIMIT]).toEqual([43_200_000, 604_800_000])
  })

  it('end with lock, which also takes the cookie away', () => {
    const { guard } = open()
    const cookie = unlock(guard)
    const other = unlock(guard)
    expect(guard.lock(change({ cookie })).cookie).toMatch(/=; Path=\/; HttpOnly; SameSite=Strict; Max-Age=0$/)
    expect(isIn(guard, cookie)).toBe(false)
    expect(isIn(guard, other)).toBe(true)
  })

  it('are replaced, not kept, when the same browser unlocks again', () => {
    const { guard } = open()
    const cookie = unlock(guard)
    const next = unlock(guard, change({ cookie }))
    expect(next).not.toBe(cookie)
    expect([isIn(guard, cookie), isIn(guard, next)]).toEqual([false, true])
  })

  it('are bounded in number, the one unused for longest going first', () => {
    const { guard, clock } = open()
    const cookies = Array.from({ length: SESSION_CAP }, () => {
      clock.now += 2 * MINUTE
      return unlock(guard)
    })
    clock.now += 2 * MINUTE
    expect(isIn(guard, cookies[0]!)).toBe(true)
    cookies.push(unlock(guard), unlock(guard))
    const gone = cookies.flatMap((cookie, index) => (isIn(guard, cookie) ? [] : [index]))
    expect(gone).toEqual([1, 2])
  })

  it('are nothing that can be altered or made', () => {
    const { guard } = open()
    const cookie = unlock(guard)
    const name = cookie.split('=')[0]!
    const id = cookie.slice(name.length + 1)
    expect(id).toMatch(/^[\w-]{43}$/)
    const swapped = id.startsWith('A') ? `B${id.slice(1)}` : `A${id.slice(1)}`
    for (const value of [
      swapped,
      id.slice(1),
      `${id}A`,
      '',
      id.toLowerCase() + '=',
      `../sessions/${id}`,
      '9999999999|x',
    ]) {
      expect([value, isIn(guard, `${name}=${value}`)]).toEqual([value, false])
    }
    expect(isIn(guard, cookie)).toBe(true)
  })
})

describe('sessions over restarts and processes', () => {
  it('survive a restart, and nothing on disk is a credential', () => {
    const path = directory()
    const cookie = unlock(bench({ stateDirectory: path }).guard)
    expect(isIn(bench({ stateDirectory: path }).guard, cookie)).toBe(true)
    const id = cookie.split('=')[1]!
    for (const file of readdirSync(path, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      expect(file.name).not.toContain(id)
      expect(readFileSync(`${file.parentPath}/${file.name}`, 'utf8')).not.toContain(id)
    }
    const [stored] = readdirSync(`${path}/sessions`)
    expect(isIn(bench({ stateDirectory: path }).guard, `${cookie.split('=')[0]!}=${stored!}`)).toBe(false)
  })

  it('are seen by every guard on the directory, and a lock holds in all of them and after a restart', () => {
    const path = directory()
    const clock = { now: Date.UTC(2030, 0, 1) }
    const [one, two] = [bench({ stateDirectory: path }, clock).guard, bench({ stateDirectory: path }, clock).guard]
    const cookie = unlock(one)
    const kept = unlock(two)
    expect([isIn(two, cookie), isIn(one, kept)]).toEqual([true, true])
    two.lock(change({ cookie }))
    clock.now += 2 * MINUTE
    expect(isIn(one, cookie)).toBe(false)
    expect(isIn(one, kept)).toBe(true) // writes a touch, which must not bring the other back
    unlock(one)
    unlock(two)
    expect([isIn(one, cookie), isIn(two, cookie)]).toEqual([false, false])
    expect(isIn(bench({ stateDirectory: path }, clock).guard, cookie)).toBe(false)
    expect(isIn(bench({ stateDirectory: path }, clock).guard, kept)).toBe(true)
  })

  it('in memory are gone after a restart', () => {
    const cookie = unlock(bench().guard)
    const { guard } = bench()
    const renamed = `${unlock(guard).split('=')[0]!}=${cookie.split('=')[1]!}`
    expect(isIn(guard, cookie) || isIn(guard, renamed)).toBe(false)
  })

  it('dated ahead or damaged on disk are refused', () => {
    const path = directory()
    const { guard, clock } = bench({ stateDirectory: path })
    const cookie = unlock(guard)
    const file = `${path}/sessions/${readdirSync(`${path}/sessions`)[0]!}`
    const seconds = clock.now / 1000
    const good = readFileSync(file, 'utf8')
    for (const text of [`${clock.now + HOUR}\n`, '', 'x', '-1\n', '1e99\n', `${clock.now}`, '9'.repeat(40)]) {
      writeFileSync(file, text)
      utimesSync(file, seconds, seconds)
      expect([text, isIn(guard, cookie)]).toEqual([text, false])
      writeFileSync(file, good, { mode: 0o600 })
      utimesSync(file, seconds, seconds)
      expect(isIn(guard, cookie)).toBe(true)
    }
  })

  it('write at most once a minute', () => {
    const path = directory()
    const { guard, clock } = bench({ stateDirectory: path })
    const cookie = unlock(guard)
    const file = `${path}/sessions/${readdirSync(`${path}/sessions`)[0]!}`
    utimesSync(file, clock.now / 1000, clock.now / 1000 - 30)
    const before = readFileSync(file, 'utf8')
    for (let n = 0; n < 29; n++) {
      clock.now += 1000
      isIn(guard, cookie)
    }
    expect(lastUse(file)).toBe(Date.UTC(2030, 0, 1) - 30_000)
    clock.now += 1000
    isIn(guard, cookie)
    expect(lastUse(file)).toBe(clock.now)
    expect(readFileSync(file, 'utf8')).toBe(before)
  })
})

describe('evaluate: false', () => {
  it('switches evaluation off for everyone', () => {
    const { guard } = bench({ evaluate: false })
    const cookie = unlock(guard)
    const demand = { session: true, change: true, evaluate: true }
    const answer = guard.admit(change({ cookie }), demand)
    expect(answer).toMatchObject({ ok: false, status: 403, failure: { code: 'disabled' } })
    expect(guard.admit(change(), demand)).toMatchObject({ failure: { code: 'locked' } })
    expect(guard.describe(request({ cookie }))).toMatchObject({ unlocked: true, console: { available: false } })
    expect(bench().guard.describe(request()).console.remedy).toContain('PIN')
  })
})

it('random requests never throw and never get in', () => {
  const { guard } = bench({ hosts: ['.dev.test'], trustProxy: ['127.0.0.1', 'unix'], stateDirectory: directory() })
  const name = unlock(guard).split('=')[0]!
  const roll = dice(11)
  const pick = <T>(items: readonly T[]) => items[Math.floor(roll() * items.length)]!
  const names = 'host Host :authority cookie Cookie origin sec-fetch-site sec-fetch-mode content-type via'.split(' ')
  names.push('x-forwarded-for', 'X-Forwarded-Host', 'x-forwarded-proto', '', '__proto__', 'constructor')
  const parts = [
    'localhost',
    'application/json',
    'http://',
    'a.dev.test',
    `${name}=`,
    '__Host-',
    ';',
    ',',
    '=',
    '"',
    'null',
  ]
  parts.push(
    'same-origin',
    '127.0.0.1',
    '::1',
    '[',
    ']',
    '%',
    '\0',
    '\n',
    '\ud800',
    'é',
    ' ',
    'x'.repeat(43),
    'x'.repeat(9000),
  )
  const text = () => Array.from({ length: roll() * 5 }, () => pick(parts)).join('')
  const outcomes = new Set<string>()
  for (let round = 0; round < 5000; round++) {
    const asked = {
      method: pick(['GET', 'POST', 'DELETE', 'get', '']),
      path: pick(['/', '/x', '*', '']),
      headers: Array.from({ length: roll() * 8 }, () => [pick(names), text()] as const),
      ...(roll() < 0.8 ? { remoteAddress: pick(['127.0.0.1', '::1', '10.0.0.1', text()]) } : {}),
      encrypted: roll() < 0.3,
      httpVersion: pick(['1.0', '1.1', '2.0', '']),
    }
    const demand = { session: roll() < 0.5, change: roll() < 0.5, body: roll() < 0.5, evaluate: roll() < 0.5 }
    const answer = guard.admit(asked, demand)
    outcomes.add(answer.ok ? 'ok' : answer.failure.code)
    if (answer.ok) expect(demand.session).toBe(false)
    expect(guard.session(asked)).toBeUndefined()
    expect(guard.unlock(asked, pick([undefined, {}, { pin: text() }, { token: text() }])).ok).toBe(false)
    guard.visibility(asked)
    guard.describe(asked)
    guard.lock(asked)
  }
  for (const code of ['ok', 'untrusted-host', 'wrong-method', 'locked']) expect(outcomes).toContain(code)
})

function lastUse(file: string): number {
  return Math.round(statSync(file).mtimeMs)
}

describe('sessions of a restarted app', () => {
  const start = (path: string, pin?: string): Benched =>
    bench({ stateDirectory: path, ...(pin === undefined ? {} : { pin }) }).guard

  it.each([
    ['another PIN of the developer’s own', 'one-1234', 'two-1234'],
    ['a PIN of their own instead of the random one', undefined, 'two-1234'],
    ['the random one again', 'one-1234', undefined],
  ])('end with %s', (_, before, after) => {
    const path = directory()
    const cookie = unlock(start(path, before))
    expect(isIn(start(path, before), cookie)).toBe(true)
    const guard = start(path, after)
    expect(guard.admit(request({ cookie }), READ)).toMatchObject({ ok: false, status: 401 })
    expect(guard.refusals().map(({ reason }) => reason)).toEqual(['session-gone'])
    expect(isIn(guard, unlock(guard))).toBe(true)
  })

  it('outlive one that is only written in another way', () => {
    const path = directory()
    expect(isIn(start(path, '1234 5678'), unlock(start(path, '1234-5678')))).toBe(true)
  })
})
