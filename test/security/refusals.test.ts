import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createArming } from '../../src/server/arming.ts'
import { describeDoctor, describeReasons } from '../../src/server/cli/doctor.ts'
import { checkState, REFUSAL_REASONS } from '../../src/server/guard/index.ts'
import type { Guard, GuardOptions, RefusalCode } from '../../src/server/guard/index.ts'
import { reasonOfProblem } from '../../src/server/guard/refusal-reasons.ts'
import { resolveOptions } from '../../src/server/options.ts'
import { judgeReadiness } from '../../src/server/readiness.ts'
import { noticesOf } from '../../src/server/status.ts'
import { bench, change, HOUR, request, unlock } from '../guard/guard-bench.ts'
import { BASE, JSON_TYPE, openTarget } from './target.ts'

const CODES = Object.keys(REFUSAL_REASONS) as RefusalCode[]
type Of<Kind> = {
  [Code in RefusalCode]: (typeof REFUSAL_REASONS)[Code]['kind'] extends Kind ? Code : never
}[RefusalCode]

const OPTIONS = resolveOptions({}, { XDG_STATE_HOME: '/state' }, '/home/zoe/shop')
const READY = judgeReadiness({ nodeVersion: '24.12.0', hasInspector: true, env: {} })
const HEALTHY = {
  options: OPTIONS,
  readiness: READY,
  version: '1.2.3',
  node: '24.12.0',
  state: undefined,
  used: true,
  pinFits: true,
  refusals: [],
}
const READ = { session: true, change: false }

describe('every refusal', () => {
  it.each(CODES)('%s has words, a remedy of one line, and a place in the whole list', (code) => {
    const { says, remedy } = REFUSAL_REASONS[code]
    expect(says).toMatch(/^[A-Z].{10,}[.]$|: repeat the request\.$/)
    expect(remedy).toMatch(/^.{5,160}$/)
    expect(remedy).not.toContain('\n')
    expect(describeReasons()).toContain(`${code}\n  ${says}\n  → ${remedy}\n`)
  })

  it('is raised by something: none of the list is only a promise', () => {
    const files = readdirSync('src/server', { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('refusal-reasons.ts'),
    )
    const code = files.map((name) => readFileSync(join('src/server', name), 'utf8')).join('\n')
    const unused = CODES.filter((each) => !code.includes(`'${each}'`) && !code.includes(`REFUSAL_REASONS.${each}`))
    // Made of what is wrong with a Host, and of what the system calls a problem.
    expect(unused).toEqual(['missing-host', 'doubled-host', 'malformed-host'])
  })
})

interface Scenario {
  readonly options?: Partial<GuardOptions>
  run(guard: Guard, clock: { now: number }): unknown
}

const tryPins = (guard: Guard, count: number): void => {
  for (let n = 0; n < count; n++) guard.unlock(change(), { pin: '000-000-000' })
}

/** A missing one is a type error. The two that routes refuse by themselves are asked for below, over HTTP. */
const REQUESTS: Record<Exclude<Of<'request'>, 'wrong-method' | 'too-large'> | 'console-off', Scenario> = {
  'untrusted-host': { run: (guard) => guard.admit(request({ host: 'dev.test' }), READ) },
  'missing-host': { run: (guard) => guard.admit(request({ host: [] }), READ) },
  'doubled-host': { run: (guard) => guard.admit(request({ host: ['localhost', 'localhost'] }), READ) },
  'malformed-host': { run: (guard) => guard.admit(request({ host: 'localhost.' }), READ) },
  'foreign-origin': { run: (guard) => guard.unlock(change({ origin: 'http://evil.test' }), {}) },
  'unnamed-proxy': { run: (guard) => guard.unlock(change({ origin: 'https://localhost:3000' }), {}) },
  'behind-proxy': { run: (guard) => guard.visibility(request({ 'x-forwarded-for': '192.0.2.1' })) },
  'not-loopback': { run: (guard) => guard.visibility(request({}, { remoteAddress: '192.0.2.1' })) },
  locked: { run: (guard) => guard.admit(request(), READ) },
  'session-gone': {
    run: (guard, clock) => {
      const cookie = unlock(guard)
      clock.now += 13 * HOUR
      guard.admit(request({ cookie }), READ)
    },
  },
  'entrance-by-link': { options: { entrance: 'link' }, run: (guard) => guard.knows(request(), undefined, true) },
  'wrong-pin': { run: (guard) => tryPins(guard, 1) },
  'wrong-token': { run: (guard) => guard.unlock(change(), { token: 'x'.repeat(43) }) },
  'too-many-tries': { run: (guard) => tryPins(guard, 6) },
  'wrong-content-type': { run: (guard) => guard.unlock(change({ 'content-type': 'text/plain' }), {}) },
  'bad-request': { run: (guard) => guard.unlock(change(), { pin: 1 }) },
  'console-off': {
    options: { evaluate: false },
    run: (guard) => guard.admit(change({ cookie: unlock(guard) }), { session: true, change: true, evaluate: true }),
  },
}

describe('what was refused of late is on the overview and in `inquest doctor`:', () => {
  it.each(Object.entries(REQUESTS) as [RefusalCode, Scenario][])('%s', (code, { options = {}, run }) => {
    const { guard, clock } = bench(options)
    run(guard, clock)
    const refusals = guard.refusals()
    expect(refusals.map(({ reason }) => reason)).toContain(code)
    const notice = noticesOf([], refusals).find((each) => each.code === `refused-${code}`)
    expect(notice?.message).toContain(REFUSAL_REASONS[code].says)
    expect(notice?.remedy).toBeTruthy()
    const doctor = describeDoctor({ ...HEALTHY, refusals })
    expect(doctor).toContain(REFUSAL_REASONS[code].says)
    expect(doctor).toContain(`→ ${notice?.remedy ?? '?'}`)
  })

  it('nothing a stranger sends is more than one entry of a reason, but for 20 hosts', () => {
    const { guard } = bench()
    for (let n = 0; n < 300; n++) {
      guard.admit(request({ host: `h${n}.test` }), READ)
      guard.admit(request(), READ)
      guard.unlock(change(), { pin: `${n}000000` })
    }
    expect(guard.refusals()).toHaveLength(20 + 3)
    expect(guard.refusals().find(({ reason }) => reason === 'locked')?.count).toBe(300)
  })
})

describe('what holds here is in `inquest doctor`, and what holds in the app on its overview:', () => {
  const capturer = { wake: () => undefined, sleep: () => undefined } as unknown as Parameters<typeof createArming>[0]
  const settings: Record<Of<'start' | 'setting' | 'state'>, () => string[]> = {
    'node-too-old': () => [doctorWith({ nodeVersion: '24.11.0' })],
    'no-inspector': () => [doctorWith({ hasInspector: false })],
    production: () => [doctorWith({ env: { NODE_ENV: 'production' } })],
    'declared-production': () => [doctorWith({ env: { INQUEST_ENV: 'production' } })],
    'pin-refused': () => [describeDoctor({ ...HEALTHY, pinFits: false })],
    'capture-off': () => both('off'),
    'capture-waits': () => both('after-error'),
    'capture-unlocked': () => both('unlocked'),
    'debugger-attached': () => [describeReasons()],
    'no-preload': () => [describeReasons()],
    'console-off': () => [
      describeDoctor({ ...HEALTHY, options: { ...OPTIONS, evaluate: false } }),
      JSON.stringify(bench({ evaluate: false }).guard.describe(request())),
    ],
    'setting-ignored': () => {
      const options = { ...OPTIONS, problems: ['limits.x has to be a number above 0'] }
      return [describeDoctor({ ...HEALTHY, options }), JSON.stringify(noticesOf(options.problems, []))]
    },
    'state-refused': () => disk('The state directory /x belongs to another user (id 0, not 1).', 'state-refused'),
    'disk-full': () => disk('The PIN cannot be kept in /x/pin (ENOSPC: no space left on device, write).', 'disk-full'),
    'disk-read-only': () => disk('/x cannot be used (EROFS: read-only file system, open).', 'disk-read-only'),
  }
  const doctorWith = (more: object): string =>
    describeDoctor({
      ...HEALTHY,
      readiness: judgeReadiness({ nodeVersion: '24.12.0', hasInspector: true, env: {}, ...more }),
    })
  const both = (arm: 'off' | 'after-error' | 'unlocked'): string[] => {
    const { reason = '', remedy = '' } = createArming(capturer, arm, () => undefined)
    return [describeDoctor({ ...HEALTHY, options: { ...OPTIONS, arm } }), `${reason} ${remedy}`]
  }
  const disk = (message: string, reason: 'state-refused' | 'disk-full' | 'disk-read-only'): string[] => {
    expect(reasonOfProblem(message)).toBe(reason)
    const { remedy } = REFUSAL_REASONS[reason]
    return [
      describeDoctor({ ...HEALTHY, state: { reason, message } }),
      JSON.stringify(noticesOf([], [{ reason, detail: message, at: 0, count: 1, remedy }])),
    ]
  }
  it.each(Object.entries(settings) as [RefusalCode, () => string[]][])('%s', (code, say) => {
    for (const text of say()) expect(text).toContain(REFUSAL_REASONS[code].remedy)
  })
})

it('`inquest doctor` tells what a running app refused, from a private file, and believes no file of others', async () => {
  const state = mkdtempSync(join(tmpdir(), 'inquest-refusals-'))
  onTestFinished(() => rmSync(state, { recursive: true, force: true }))
  const { program, send } = await openTarget({ unlock: false, env: { INQUEST_STATE: state } })
  onTestFinished(() => program.stop())
  const env = { PATH: process.env['PATH'], HOME: state, INQUEST_STATE: state }
  const doctor = (): string =>
    spawnSync(process.execPath, ['src/server/cli/main.ts', 'doctor'], { encoding: 'utf8', env }).stdout
  expect(doctor()).toContain('nothing was refused of late')
  const huge = JSON.stringify({ pin: '1'.repeat(20_000) })
  for (const [method, path, status, code, body] of [
    ['PUT', '/api/tracebacks', 405, 'wrong-method', '{}'],
    ['GET', '/api/unlock', 405, 'wrong-method', ''],
    ['POST', '/api/unlock', 413, 'too-large', huge],
  ] as const) {
    const answer = await send(method, BASE + path, [JSON_TYPE], body)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      status,
      { code, message: expect.any(String) as string, remedy: REFUSAL_REASONS[code].remedy },
    ])
  }
  await send('GET', `${BASE}/`, [['Host', 'dev.example.test\u001b[2J']])
  await send('GET', `${BASE}/`, [['Host', 'dev.example.test']])
  await send('GET', `${BASE}/api/tracebacks`)
  const file = join(state, 'refusals')
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('locked'), 5000)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const text = doctor()
  expect(text).toContain('"dev.example.test"')
  expect(text).toContain('→ INQUEST_HOSTS=dev.example.test\n')
  expect(text).toContain(REFUSAL_REASONS.locked.says)
  expect(text).toContain(`${REFUSAL_REASONS['wrong-method'].says} (2 times)`)
  expect(text).toContain(REFUSAL_REASONS['too-large'].says)
  expect(text).not.toContain('\u001b')
  for (const odd of ['', '{}', '[1,null,{"reason":"__proto__"},{"reason":"locked"}]', '[[[[']) {
    writeFileSync(file, odd)
    expect(doctor()).toContain('nothing was refused of late')
  }
  chmodSync(file, 0o644)
  expect(doctor()).toContain('nothing was refused of late')
  execFileSync('chmod', ['0777', state])
  expect(doctor()).toContain(REFUSAL_REASONS['state-refused'].remedy)
})

it('the state directory is looked at and not made', () => {
  const home = mkdtempSync(join(tmpdir(), 'inquest-check-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  expect(checkState(join(home, 'a', 'b'))).toBeUndefined()
  expect(readdirSync(home)).toEqual([])
  writeFileSync(join(home, 'file'), '')
  expect(checkState(join(home, 'file'))?.reason).toBe('state-refused')
  expect(checkState(join(home, 'file', 'below'))?.reason).toBe('disk-read-only')
  // As root even what cannot be written may be, and then there is no room.
  expect(checkState('/proc/nothing/here')?.reason).toMatch(/^disk-/)
  expect(checkState(home, 4242)?.message).toContain('belongs to another user')
})

it('`inquest doctor` names the directory it looked in, where no app has used it', () => {
  const home = mkdtempSync(join(tmpdir(), 'inquest-unused-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const cli = join(process.cwd(), 'src/server/cli/main.ts')
  const run = (command: string): string => {
    const env = { PATH: process.env['PATH'], HOME: home }
    return spawnSync(process.execPath, [cli, command], { encoding: 'utf8', env, cwd: home }).stdout
  }
  const says = new RegExp(`no app has used the state directory ${home}/\\.local/state/inquest/[\\w.-]+ yet`)
  expect(run('doctor')).toMatch(says)
  expect(run('doctor')).not.toContain('nothing was refused of late')
  // A link makes the directory, and is no app.
  expect(run('link')).toContain('#token=')
  expect(run('doctor')).toMatch(says)
})
