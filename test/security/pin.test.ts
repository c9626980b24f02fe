import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { generatePin, openPin } from '../../src/server/guard/pin.ts'
import { PIN, runProgram } from '../program.ts'
import { BASE, behindThePin, codeOf, HTML, JSON_TYPE, openTarget, useTarget } from './target.ts'

const target = useTarget()

function home(): string {
  const path = mkdtempSync(join(tmpdir(), 'inquest-pin-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function printedPin(state: string): Promise<string> {
  const { program } = await openTarget({ unlock: false, env: { INQUEST_STATE: state, INQUEST_PIN: '' } })
  await vi.waitFor(() => expect(program.stderr()).toMatch(/PIN {7}\S/))
  await program.stop()
  return /PIN {7}(\S+)/.exec(program.stderr())?.[1] ?? ''
}

describe('17 the PIN', () => {
  it('comes from the system’s generator alone: clock and Math.random do not move it', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    vi.useFakeTimers({ now: 0 })
    onTestFinished(() => void (vi.restoreAllMocks(), vi.useRealTimers()))
    const pins = Array.from({ length: 2000 }, generatePin)
    expect(new Set(pins).size).toBeGreaterThan(1995)
    for (const pin of pins) expect(pin).toMatch(/^\d{3}-\d{3}-\d{3}$/)
    // Every digit at every place about a tenth of the time: nine places, 2,000 each.
    for (const place of [0, 1, 2, 4, 5, 6, 8, 9, 10]) {
      const counts = Array.from({ length: 10 }, (_, digit) => pins.filter((pin) => pin[place] === String(digit)).length)
      expect(Math.min(...counts), `place ${place}: ${counts.join()}`).toBeGreaterThan(120)
    }
  })

  it('of two starts in the same place differs', async () => {
    const [one, two] = await Promise.all([printedPin(join(home(), 's')), printedPin(join(home(), 's'))])
    expect(one).toMatch(/^\d{3}-\d{3}-\d{3}$/)
    expect(two).not.toBe(one)
  })
})

it('18 two containers of one image (same path, user, environment; fresh disks) have different PINs and cookie names', async () => {
  const [one, two] = await Promise.all(
    [home(), home()].map(async (state) => {
      const pin = await printedPin(state)
      return { pin, instance: readFileSync(join(state, 'instance'), 'utf8') }
    }),
  )
  expect(one?.pin).not.toBe(two?.pin)
  expect(one?.instance).not.toBe(two?.instance)
})

it('23 comparing takes as long for a PIN with a right beginning as for one that is all wrong', () => {
  const pin = openPin('123-456-789', undefined, () => undefined)
  const entries = ['023-456-789', '123-456-780', '1', '123456789'.repeat(20)]
  const times = entries.map((): number[] => [])
  for (let round = 0; round < 60; round++) {
    for (const [index, entry] of entries.entries()) {
      const start = process.hrtime.bigint()
      for (let n = 0; n < 50; n++) pin.matches(entry)
      times[index]!.push(Number(process.hrtime.bigint() - start) / 50)
    }
  }
  const [wrongAtOnce = 0, wrongAtLast = 0] = times.map((list) => list.sort((a, b) => a - b)[15]!)
  // A comparison that stops early would differ by nanoseconds: a hash of either entry swamps that. The bound is for noise.
  expect(wrongAtLast / wrongAtOnce).toBeGreaterThan(0.5)
  expect(wrongAtLast / wrongAtOnce).toBeLessThan(2)
})

describe('24 a PIN that is', () => {
  const bodies: [string, string][] = [
    ['missing', '{}'],
    ['null', '{"pin":null}'],
    ['a number', '{"pin":246813579}'],
    ['an array', '{"pin":["2468-1357-9"]}'],
    ['an object', '{"pin":{"toString":"2468-1357-9"}}'],
    ['true', '{"pin":true}'],
    ['empty', '{"pin":""}'],
    ['huge', JSON.stringify({ pin: '1'.repeat(9000) })],
    ['beside a token', '{"pin":"2468-1357-9","token":"x"}'],
    ['in an array', '[{"pin":"2468-1357-9"}]'],
    ['inherited', '{"__proto__":{"pin":"2468-1357-9"}}'],
    ['a string', '"2468-1357-9"'],
    ['no JSON', 'pin=2468-1357-9'],
    ['half', '{"pin":"2468-'],
    ['nothing', ' '],
    ['deep', `${'['.repeat(4000)}${']'.repeat(4000)}`],
  ]
  it.each(bodies)('%s is a bad request, and no try', async (_, body) => {
    const answer = await target().send('POST', `${BASE}/api/unlock`, [JSON_TYPE], body)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'bad-request'])
    expect(answer.head).not.toMatch(/set-cookie/i)
  })

  it('gigantic is not read', async () => {
    const answer = await target().send('POST', `${BASE}/api/unlock`, [JSON_TYPE], `{"pin":"${'1'.repeat(300_000)}"}`)
    expect([400, 413]).toContain(answer.status)
    expect(target().program.stderr()).not.toMatch(/own failure/)
  })
})

it('25 the PIN is in no URL, page, header, log line, report or file but its own', async () => {
  const state = home()
  const { program, send, sendIn, tracebackId } = await openTarget({ env: { INQUEST_STATE: state } })
  try {
    await vi.waitFor(() => expect(program.stderr()).toContain('PIN'))
    const banner = program.stderr().length
    await send('POST', `${BASE}/api/unlock`, [JSON_TYPE], '{"pin":"2468-1357-0"}')
    await send('POST', `${BASE}/api/unlock`, [JSON_TYPE], '{"pin":')
    const env = await sendIn('GET', '/env', [['accept', '*/*']])
    const id = /^x-inquest-traceback: \S+\/t\/(\S+)$/im.exec(env.head)?.[1] ?? ''
    const source = { source: `"${PIN}" + "246813579"`, mode: 'peek' }
    const said = [
      await send('GET', '/boom', [HTML]),
      await sendIn('GET', '/boom', [HTML]),
      await sendIn('GET', `${BASE}/`),
      ...(await Promise.all(
        ['', '.txt', '.md', '.curl'].map((end) => sendIn('GET', `${BASE}/api/tracebacks/${id}${end}`)),
      )),
      await sendIn('GET', `${BASE}/t/${id}`),
      await send('GET', `${BASE}/api/session`),
    ].map(({ raw }) => raw)
    await sendIn('POST', `${BASE}/api/tracebacks/${tracebackId}/frames/0/evaluate`, [JSON_TYPE], JSON.stringify(source))
    const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toContain('audit.log')
    for (const { parentPath, name } of files) {
      if (name !== 'pin') said.push(readFileSync(join(parentPath, name), 'utf8'))
      expect(statSync(join(parentPath, name)).mode & 0o077, name).toBe(0)
    }
    said.push(program.stderr().slice(banner), program.stdout())
    for (const text of said) expect(text).not.toMatch(/2468-1357-9|246813579/)
    expect(statSync(state).mode & 0o777).toBe(0o700)
  } finally {
    await program.stop()
  }
})

describe('26 a cookie', () => {
  it('that was altered, cut, made up, dated ahead or moved to another name is worth nothing', async () => {
    const { send, cookie } = target()
    const [name = '', id = ''] = cookie.split('=')
    const flipped = (at: number) => id.slice(0, at) + (id[at] === 'A' ? 'B' : 'A') + id.slice(at + 1)
    const bad = [
      `${name}=${flipped(0)}`,
      `${name}=${flipped(20)}`,
      `${name}=${id.slice(0, -1)}`,
      `${name}=${id}A`,
      `${name}=4102444800|${id}`,
      `${name}=`,
      name,
      `x${name}=${id}`,
      `__Host-${name}=${id}`,
      `${name.toUpperCase()}=${id}`,
      `${name}=../instance`,
      `${name}=${id.toLowerCase()}`,
    ]
    // From many addresses, because wrong ones count.
    for (const [index, pair] of bad.entries()) {
      const from = { localAddress: `127.26.0.${index + 1}` }
      const answer = await send('GET', `${BASE}/api/tracebacks`, [['cookie', pair]], '', from)
      expect([answer.status, codeOf(answer)], pair).toEqual([401, 'locked'])
    }
    expect((await send('GET', `${BASE}/api/tracebacks`, [['cookie', cookie]])).status).toBe(200)
  })

  it('is not good again after lock, nor after lock and restart; without a lock it outlives the restart', async () => {
    const env = { INQUEST_STATE: home() }
    const first = await openTarget({ env })
    await first.program.stop()
    const second = await openTarget({ env, unlock: false })
    const isIn = async (at: typeof second) =>
      (await at.send('GET', `${BASE}/api/tracebacks`, [['cookie', first.cookie]])).status
    expect(await isIn(second)).toBe(200)
    await second.send('POST', `${BASE}/api/lock`, [['cookie', first.cookie], JSON_TYPE], '{}')
    expect(await isIn(second)).toBe(401)
    await second.program.stop()
    const third = await openTarget({ env, unlock: false })
    expect(await isIn(third)).toBe(401)
    await third.program.stop()
  })
})

describe('27 the cookie’s flags', () => {
  it('over http: HttpOnly, SameSite=Strict, Path=/, no Domain', async () => {
    const answer = await target().send('POST', `${BASE}/api/unlock`, [JSON_TYPE], JSON.stringify({ pin: PIN }))
    const flags = /^set-cookie: (.*)$/im.exec(answer.head)?.[1] ?? ''
    expect(flags).toMatch(/^inquest_session_[0-9a-f]{16}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('over https, which a named proxy ends: Secure and __Host- as well', async () => {
    const { program, send } = await openTarget({ env: { INQUEST_TRUST_PROXY: '127.0.0.1' }, unlock: false })
    const headers = [['X-Forwarded-Proto', 'https'], ['X-Forwarded-For', '203.0.113.9'], JSON_TYPE] as const
    const answer = await send('POST', `${BASE}/api/unlock`, headers, JSON.stringify({ pin: PIN }))
    await program.stop()
    expect(answer.head).toMatch(
      /^set-cookie: __Host-inquest_session_\w+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/im,
    )
  })
})

it('28 locking ends the session for every route, and takes the cookie away', async () => {
  const { program, send, cookie, tracebackId } = await openTarget()
  try {
    const locked = await send('POST', `${BASE}/api/lock`, [['cookie', cookie], JSON_TYPE], '{}')
    expect(locked.status).toBe(204)
    expect(locked.head).toMatch(/^set-cookie: inquest_session_\w+=; .*Max-Age=0$/im)
    for (const [method, path, body] of behindThePin(tracebackId)) {
      const headers = body === undefined ? [] : [JSON_TYPE]
      const answer = await send(method, path, [['cookie', cookie], ...headers], body)
      expect([answer.status, codeOf(answer)], path).toEqual([401, 'locked'])
    }
  } finally {
    await program.stop()
  }
})

describe('29 the PIN cannot be switched off:', () => {
  it('an empty one is a random one', async () => expect(await printedPin(home())).toMatch(/^\d{3}-\d{3}-\d{3}$/))

  it.each(['0', 'off', 'no', ' - '])('a short one (%j) keeps the debugger off, and says so', async (pin) => {
    const args = ['--import', './src/server/register.ts', '-e', 'console.log("the app runs")']
    const { code, stdout, stderr } = await runProgram(args.pop()!, {
      preload: false,
      nodeArgs: args,
      env: { INQUEST_PIN: pin },
    })
    expect([code, stdout]).toEqual([0, 'the app runs\n'])
    expect(stderr).toMatch(/inquest: off: .*fewer than 4 characters/)
  })
})
