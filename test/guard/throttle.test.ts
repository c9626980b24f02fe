import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TOKEN_CAP, TOKEN_LIFETIME } from '../../src/server/guard/token.ts'
import { bench, change, directory, HOUR, MINUTE, request, unlock } from './guard-bench.ts'

type Benched = ReturnType<typeof bench>['guard']
const READ = { session: true, change: false }
const WRONG = 'not the pin'

function tryFrom(guard: Benched, address: string, body: object = { pin: WRONG }): string {
  const answer = guard.unlock(change({}, { remoteAddress: address }), body)
  if (answer.ok) return 'ok'
  const wait = answer.headers?.['Retry-After']
  return `${answer.status} ${answer.failure.code}${wait === undefined ? '' : ` ${wait}`}`
}
const tally = (answers: string[]) => {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1
  return counts
}

describe.each(['memory', 'directory'])('guessing, counted in %s', (where) => {
  const open = () => bench(where === 'memory' ? {} : { stateDirectory: directory() })

  it('150 parallel tries are five', async () => {
    const { guard } = open()
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, n) =>
        Promise.resolve().then(() => tryFrom(guard, '192.0.2.1', { pin: `${n}0000` })),
      ),
    )
    expect(tally(answers)).toEqual({ '401 wrong-pin': 5, '429 too-many-tries 10': 145 })
  })

  it('the sixth is refused even when it is right, and the delays grow', () => {
    const { guard, clock } = open()
    for (let n = 0; n < 5; n++) tryFrom(guard, '192.0.2.1')
    expect(tryFrom(guard, '192.0.2.1', { pin: guard.pin })).toBe('429 too-many-tries 10')
    const waits: number[] = []
    for (let n = 0; n < 12; n++) {
      const wait = Number(tryFrom(guard, '192.0.2.1').split(' ')[2])
      waits.push(wait)
      clock.now += wait * 1000 - 1
      expect(tryFrom(guard, '192.0.2.1')).toBe('429 too-many-tries 1')
      clock.now += 1
      expect(tryFrom(guard, '192.0.2.1')).toBe('401 wrong-pin')
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600])
    clock.now += HOUR
    expect(tryFrom(guard, '192.0.2.1', { pin: guard.pin })).toBe('ok')
  })

  it('of one client is not that of another; a success helps only who had it', () => {
    const { guard } = open()
    for (let n = 0; n < 5; n++) tryFrom(guard, '192.0.2.1')
    for (let n = 0; n < 4; n++) tryFrom(guard, '192.0.2.2')
    expect(tryFrom(guard, '192.0.2.2', { pin: guard.pin })).toBe('ok')
    expect(tryFrom(guard, '192.0.2.1', { pin: guard.pin })).toBe('429 too-many-tries 10')
    for (let n = 0; n < 5; n++) expect(tryFrom(guard, '192.0.2.2')).toBe('401 wrong-pin')
    expect(tryFrom(guard, '192.0.2.2')).toBe('429 too-many-tries 10')
  })

  it('is forgotten after half a day', () => {
    const { guard, clock } = open()
    for (let n = 0; n < 5; n++) tryFrom(guard, '192.0.2.1')
    clock.now += 12 * HOUR
    for (let n = 0; n < 5; n++) expect(tryFrom(guard, '192.0.2.1')).toBe('401 wrong-pin')
    expect(tryFrom(guard, '192.0.2.1')).toBe('429 too-many-tries 10')
  })

  it('from everywhere at once meets a ceiling, which no one already in ever feels', () => {
    const { guard, clock } = open()
    const cookie = unlock(guard)
    const answers = Array.from({ length: 500 }, (_, n) => tryFrom(guard, `198.51.${n >> 8}.${n & 255}`))
    expect(tally(answers)).toEqual({ '401 wrong-pin': 100, '429 too-many-tries 10': 400 })
    expect(tryFrom(guard, '192.0.2.77', { pin: guard.pin })).toBe('429 too-many-tries 10')
    let taken = 0
    for (let second = 0; second < 3590; second += 10) {
      clock.now += 10_000
      if (tryFrom(guard, `203.0.113.${second % 251}`).startsWith('401')) taken++
    }
    expect(taken).toBeGreaterThan(5)
    expect(taken).toBeLessThan(15)
    expect(guard.admit(request({ cookie }), READ).ok).toBe(true)
    expect(tryFrom(guard, '192.0.2.77', { pin: guard.pin })).toMatch(/^429/)
    expect(tryFrom(guard, '192.0.2.77', { token: guard.issueToken() })).toBe('ok')
  })
})

describe('counting over processes', () => {
  it('two guards on one directory share the limits, and a restart forgets nothing', () => {
    const path = directory()
    const [one, two] = [bench({ stateDirectory: path }).guard, bench({ stateDirectory: path }).guard]
    const answers = Array.from({ length: 20 }, (_, n) => tryFrom(n % 2 === 0 ? one : two, '192.0.2.1'))
    expect(answers.filter((answer) => answer.startsWith('401'))).toHaveLength(5)
    expect(tryFrom(bench({ stateDirectory: path }).guard, '192.0.2.1')).toMatch(/^429/)
  })

  it('goes on in memory when the file cannot be trusted', () => {
    const path = directory()
    const { guard, problems } = bench({ stateDirectory: path })
    tryFrom(guard, '192.0.2.1')
    chmodSync(`${path}/tries`, 0o666)
    const answers = Array.from({ length: 20 }, () => tryFrom(guard, '192.0.2.1'))
    expect(answers.filter((answer) => answer.startsWith('401'))).toHaveLength(4)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('counted in memory')
  })

  it('survives a damaged file and keeps it small', () => {
    const path = directory()
    writeFileSync(`${path}/tries`, 'junk\n1 2\n\0\n'.repeat(50_000), { mode: 0o600 })
    const { guard, problems } = bench({ stateDirectory: path })
    const answers = Array.from({ length: 20 }, () => tryFrom(guard, '192.0.2.1'))
    expect(answers.filter((answer) => answer.startsWith('401'))).toHaveLength(5)
    expect(readFileSync(`${path}/tries`).length).toBeLessThan(1000)
    expect(problems).toEqual([])
  })
})

describe('wrong cookies', () => {
  const from = (cookie: string, remoteAddress = '192.0.2.1') => request({ cookie }, { remoteAddress })
  const outcome = (guard: Benched, cookie: string, address?: string) => {
    const answer = guard.admit(from(cookie, address), READ)
    return answer.ok ? 'ok' : `${answer.status} ${answer.failure.code}`
  }

  it('count on every route, and never against who holds a right one', () => {
    const { guard, clock } = bench()
    const right = unlock(guard)
    const wrong = (n: number) => `${right.split('=')[0]!}=${String(n).padStart(43, 'x')}`
    guard.session(from(wrong(1)))
    guard.describe(from(wrong(2)))
    guard.admit(from(wrong(3)), { session: false, change: false })
    expect([4, 5, 6, 7].map((n) => outcome(guard, wrong(n)))).toEqual([
      ...['401 locked', '401 locked'],
      ...['429 too-many-tries', '429 too-many-tries'],
    ])
    expect(outcome(guard, right)).toBe('ok')
    expect(outcome(guard, `${wrong(8)}; ${right}`)).toBe('ok')
    expect(outcome(guard, wrong(9), '192.0.2.2')).toBe('401 locked')
    clock.now += 10_000
    expect(outcome(guard, wrong(10))).toBe('401 locked')
  })

  it('of an expired session do not keep its browser from unlocking again', () => {
    const { guard, clock } = bench()
    const stale = unlock(guard)
    clock.now += 13 * HOUR
    for (let n = 0; n < 200; n++) expect(outcome(guard, stale)).toBe('401 locked')
    expect(guard.unlock(change({ cookie: stale }, { remoteAddress: '192.0.2.1' }), { pin: guard.pin }).ok).toBe(true)
  })
})

describe('link tokens', () => {
  it('unlock once', () => {
    const { guard } = bench()
    const token = guard.issueToken()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(tryFrom(guard, '192.0.2.1', { token })).toBe('ok')
    expect(tryFrom(guard, '192.0.2.1', { token })).toBe('401 wrong-token')
  })

  it('last ten minutes', () => {
    const { guard, clock } = bench()
    const [early, late] = [guard.issueToken(), guard.issueToken()]
    clock.now += TOKEN_LIFETIME - 1
    expect(tryFrom(guard, '192.0.2.1', { token: early })).toBe('ok')
    clock.now += 1
    expect(tryFrom(guard, '192.0.2.1', { token: late })).toBe('401 wrong-token')
    clock.now -= MINUTE
    expect(tryFrom(guard, '192.0.2.1', { token: late })).toBe('401 wrong-token')
  })

  it('are limited in number, the oldest going first', () => {
    const { guard, clock } = bench()
    const tokens = Array.from({ length: TOKEN_CAP + 2 }, () => {
      clock.now++
      return guard.issueToken()
    })
    const answers = tokens.map((token, n) => tryFrom(guard, `192.0.2.${n}`, { token }))
    expect(tally(answers)).toEqual({ ok: TOKEN_CAP, '401 wrong-token': 2 })
    expect(answers.slice(0, 2)).toEqual(['401 wrong-token', '401 wrong-token'])
  })

  it('count as tries when wrong, and open for one of several processes only', () => {
    const path = directory()
    const [one, two] = [bench({ stateDirectory: path }).guard, bench({ stateDirectory: path }).guard]
    const token = one.issueToken()
    expect([tryFrom(two, '192.0.2.1', { token }), tryFrom(one, '192.0.2.1', { token })]).toEqual([
      'ok',
      '401 wrong-token',
    ])
    const answers = Array.from({ length: 20 }, () => tryFrom(one, '192.0.2.9', { token: 'x'.repeat(43) }))
    expect(tally(answers)).toEqual({ '401 wrong-token': 5, '429 too-many-tries 10': 15 })
    expect(tryFrom(two, '192.0.2.9', { pin: two.pin })).toMatch(/^429/)
  })

  it('are no session, and a session is no token', () => {
    const { guard } = bench()
    const cookie = unlock(guard)
    const [name, id] = cookie.split('=')
    expect(guard.session(request({ cookie: `${name!}=${guard.issueToken()}` }))).toBeUndefined()
    expect(tryFrom(guard, '192.0.2.1', { token: id! })).toBe('401 wrong-token')
  })
})
