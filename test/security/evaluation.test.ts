import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Evaluation } from '../../src/shared/evaluation.ts'
import { BASE, codeOf, HTML, JSON_TYPE, openTarget, useTarget } from './target.ts'
import type { Target } from './target.ts'

const state = mkdtempSync(join(tmpdir(), 'inquest-evaluation-'))
afterAll(() => rmSync(state, { recursive: true, force: true }))
const target = useTarget({ env: { INQUEST_STATE: state } })

const evaluatePath = (id: string, frame: number | string = 0) => `${BASE}/api/tracebacks/${id}/frames/${frame}/evaluate`

async function evaluate(source: string, more: object = {}, at: Target = target()): Promise<Evaluation> {
  const body = JSON.stringify({ source, mode: 'run', ...more })
  const answer = await at.sendIn('POST', evaluatePath(at.tracebackId), [JSON_TYPE], body)
  if (answer.status !== 200) throw new Error(`${source}: ${answer.raw.slice(0, 500)}`)
  return JSON.parse(answer.body) as Evaluation
}

const SIX_SEVEN = '{"source":"6*7","mode":"run"}'

describe('37 evaluation is out of reach', () => {
  it('where it is switched off, also for who is in', async () => {
    const off = await openTarget({ env: { INQUEST_EVALUATE: 'off' } })
    try {
      for (const end of ['evaluate', 'complete']) {
        const path = `${BASE}/api/tracebacks/${off.tracebackId}/frames/0/${end}`
        const answer = await off.sendIn('POST', path, [JSON_TYPE], SIX_SEVEN)
        expect([answer.status, codeOf(answer)]).toEqual([403, 'disabled'])
        const stranger = await off.send('POST', path, [JSON_TYPE], SIX_SEVEN)
        expect([stranger.status, codeOf(stranger)]).toEqual([401, 'locked'])
      }
    } finally {
      await off.program.stop()
    }
  })

  it('without a session, and with that of another process', async () => {
    const { send, tracebackId } = target()
    const other = await openTarget()
    try {
      for (const cookie of ['', other.cookie, other.cookie.replace(/^[^=]+/, target().cookie.split('=')[0] ?? '')]) {
        const answer = await send('POST', evaluatePath(tracebackId), [['cookie', cookie], JSON_TYPE], SIX_SEVEN)
        expect([answer.status, codeOf(answer)]).toEqual([401, 'locked'])
      }
      const foreign = await target().sendIn('POST', evaluatePath(other.tracebackId), [JSON_TYPE], SIX_SEVEN)
      expect([foreign.status, codeOf(foreign)]).toEqual([404, 'gone'])
    } finally {
      await other.program.stop()
    }
  })

  it.each(['999', '-1', '0x0', '1e3', '0.5', '%30', ' ', '00000000', '9999999', '__proto__', 'NaN', '٠'])(
    'in the frame %s',
    async (frame) => {
      const { sendIn, tracebackId } = target()
      const answer = await sendIn(
        'POST',
        evaluatePath(tracebackId, encodeURI(decodeURI(frame))),
        [JSON_TYPE],
        SIX_SEVEN,
      )
      expect(answer.body.includes('42')).toBe(frame === '%30')
      expect(answer.status < 500).toBe(true)
    },
  )

  it('by a guessed id: ids have 96 bits and nothing in common', async () => {
    const ids = new Set<string>()
    for (let n = 0; n < 12; n++) {
      const { head } = await target().sendIn('GET', '/boom', [['accept', '*/*']])
      ids.add(/\/t\/(\S+)/.exec(head)?.[1] ?? '')
    }
    expect(ids.size).toBe(12)
    for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/)
    expect(new Set([...ids].map((id) => id.slice(0, 3))).size).toBeGreaterThan(9)
  })
})

describe('38 the app survives', () => {
  const rows: [string, string, object, (evaluation: Evaluation) => void][] = [
    ['process.exit()', 'process.exit(1)', {}, (it) => expect(it.kind).not.toBe('value')],
    ['process.reallyExit()', 'process.reallyExit(1)', {}, (it) => expect(it.kind).not.toBe('value')],
    ['process.abort()', 'process.abort()', {}, (it) => expect(it.kind).not.toBe('value')],
    ['process.kill of itself', 'process.kill(process.pid, "SIGKILL")', {}, (it) => expect(it.kind).not.toBe('value')],
    ['while (true)', 'while (true) {}', { timeoutMs: 200 }, (it) => expect(it.kind).toBe('timeout')],
    ['an endless promise', 'await new Promise(() => {})', { timeoutMs: 200 }, (it) => expect(it.kind).toBe('timeout')],
    [
      'endless output',
      'for (;;) console.log("x".repeat(1000))',
      { timeoutMs: 300 },
      (it) => expect(it.kind).toBe('timeout'),
    ],
    [
      'much output',
      'for (let n = 0; n < 3000; n++) console.log("x".repeat(1000))',
      {},
      (it) => expect(JSON.stringify(it).length).toBeLessThan(2_000_000),
    ],
    [
      'a string of half a gigabyte',
      '"x".repeat(2 ** 29 - 24)',
      {},
      (it) => expect(JSON.stringify(it).length).toBeLessThan(200_000),
    ],
    ['an impossible string', '"x".repeat(2 ** 40)', {}, (it) => expect(it.kind).toBe('threw')],
    ['a getter that throws', '({ get a() { throw new Error("no") } })', {}, (it) => expect(it.kind).toBe('value')],
    [
      'a proxy with traps',
      'new Proxy({}, new Proxy({}, { get() { throw new Error("trap") } }))',
      {},
      (it) => expect(it.kind).toBe('value'),
    ],
    ['a proxy that was revoked', '{ const r = Proxy.revocable({}, {}); r.revoke(); r.proxy }', {}, () => undefined],
    [
      'a thrown proxy',
      'throw new Proxy(new Error("x"), { get() { throw 1 } })',
      {},
      (it) => expect(it.kind).toBe('threw'),
    ],
    [
      'a rejection after the reply',
      'setTimeout(() => Promise.reject(new Error("late")), 5); process.once("unhandledRejection", () => {}); 1',
      {},
      (it) => expect(it.kind).toBe('value'),
    ],
    ['deep recursion', '(function f() { f() })()', {}, (it) => expect(it.kind).toBe('threw')],
    ['a toString that throws', '({ toString() { throw 1 }, [Symbol.toPrimitive]() { throw 2 } })', {}, () => undefined],
    ['a custom inspect', '({ [Symbol.for("nodejs.util.inspect.custom")]() { throw 1 } })', {}, () => undefined],
    ['a then that never calls', '({ then() {} })', { timeoutMs: 200 }, () => undefined],
  ]
  it.each(rows)('%s', async (_, source, more, check) => {
    check(await evaluate(source, more))
    expect(await evaluate('6*7')).toMatchObject({ kind: 'value', value: { preview: '42' } })
    expect((await target().send('GET', '/')).body).toBe('hello')
  })
})

it('39 every evaluation is a line in the audit file before it runs; previews and what completions take a look at, too; the file is private', async () => {
  const file = join(state, 'audit.log')
  const before = readFileSync(file, 'utf8').split('\n').length
  await evaluate('"first\\nsecond"')
  await evaluate('while (true) {}', { timeoutMs: 100 })
  await evaluate('syntax error here(')
  await evaluate('customer', { mode: 'peek' })
  for (const source of ['customer.', 'Object.keys(customer).'])
    await target().sendIn(
      'POST',
      evaluatePath(target().tracebackId).replace(/evaluate$/, 'complete'),
      [JSON_TYPE],
      JSON.stringify({ source, cursor: source.length }),
    )
  const lines = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(before - 1)
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(entries.map(({ source, mode }) => [source, mode])).toEqual([
    ['"first\\nsecond"', 'run'],
    ['while (true) {}', 'run'],
    ['syntax error here(', 'run'],
    ['customer', 'peek'],
    ['customer // looked at for completions', 'peek'],
    ['Object.keys(customer) // looked at for completions', 'peek'],
  ])
  for (const entry of entries) {
    expect(entry).toMatchObject({ traceback: target().tracebackId, frame: 0 })
    expect(Math.abs(Date.parse(String(entry['time'])) - Date.now())).toBeLessThan(60_000)
    expect(target().cookie).not.toContain(String(entry['session']))
  }
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('43 the console shows real values, and no report made afterwards has them: it is masked as before', async () => {
  const { sendIn, tracebackId } = target()
  const path = `${BASE}/api/tracebacks/${tracebackId}`
  const run = (source: string): ReturnType<typeof sendIn> =>
    sendIn('POST', `${path}/frames/0/evaluate`, [JSON_TYPE], JSON.stringify({ source, mode: 'run' }))
  expect((await run('customer.password')).body).toContain('hunter2')
  expect((await run('customer.name = customer.password; customer')).body).toContain('hunter2')
  for (const format of ['', '.txt', '.md', '.curl']) {
    const report = await sendIn('GET', path + format)
    expect([report.status, report.raw.includes('hunter2')]).toEqual([200, false])
  }
  expect((await sendIn('GET', `${BASE}/t/${tracebackId}`, [HTML])).raw).not.toContain('hunter2')
})
