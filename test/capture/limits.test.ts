import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Traceback, TracebackSummary } from '../../src/shared/traceback.ts'
import { startProgram } from '../program.ts'
import type { Program, ProgramOptions } from '../program.ts'

const PROGRAM = 'test/programs/capture/limits.mjs'

const started: Program[] = []
afterEach(async () => {
  await Promise.all(started.splice(0).map((program) => program.stop()))
})

async function start(options: ProgramOptions = {}): Promise<Program> {
  const program = await startProgram(PROGRAM, options)
  started.push(program)
  return program
}

async function get(program: Program, path: string): Promise<string> {
  return (await program.fetch(path)).text()
}

async function list(program: Program): Promise<readonly TracebackSummary[]> {
  const reply = await program.fetch('/__inquest__/api/tracebacks')
  return ((await reply.json()) as { tracebacks: TracebackSummary[] }).tracebacks
}

async function tracebackOf(program: Program, id: string): Promise<Traceback> {
  return (await (await program.fetch(`/__inquest__/api/tracebacks/${id}`)).json()) as Traceback
}

async function newest(program: Program): Promise<Traceback> {
  const [summary] = await list(program)
  if (summary === undefined) throw new Error(`no traceback:\n${program.stderr()}`)
  return tracebackOf(program, summary.id)
}

function codes({ notices }: Traceback): readonly string[] {
  return notices.map(({ code }) => code)
}

describe('the budget', () => {
  it('bites in a flood of errors, says so on the page, and is whole again a second later', async () => {
    const program = await start({ env: { INQUEST_LIMITS: 'errorsPerSecond=5' } })
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => get(program, `/flood?n=${n}`)))
    expect(new Set(answers)).toEqual(new Set(['failed']))
    const spent = await newest(program)
    expect(codes(spent)).toContain('budget')
    expect(spent.notices.find(({ code }) => code === 'budget')).toMatchObject({
      message: expect.stringMatching(/\d+ were not captured/) as unknown,
      remedy: expect.stringContaining('INQUEST_LIMITS') as unknown,
    })
    expect(spent.error.message).toMatch(/^flood \d+$/)
    expect(spent.frames.every(({ state }) => state !== 'live')).toBe(true)
    expect(await get(program, '/ok')).toMatch(/^served/)
    await sleep(1200)
    await get(program, '/flood?n=1000')
    const recovered = await newest(program)
    expect(recovered.error.message).toBe('flood 1000')
    expect(codes(recovered)).toEqual([])
    expect(recovered.frames[0]).toMatchObject({ functionName: 'flooded', state: 'live' })
  })

  it('bounds the time, too', async () => {
    const program = await start({ env: { INQUEST_LIMITS: 'pauseShare=0.02,errorsPerSecond=100000' } })
    const before = performance.now()
    await Promise.all(Array.from({ length: 200 }, (_, n) => get(program, `/flood?n=${n}`)))
    expect(performance.now() - before).toBeLessThan(20_000)
    const all = await Promise.all((await list(program)).map(({ id }) => tracebackOf(program, id)))
    expect(all.some((traceback) => codes(traceback).includes('budget'))).toBe(true)
    expect(await get(program, '/ok')).toMatch(/^served/)
  })
})

describe('a deep stack', () => {
  it('of 100 app frames is cut in the middle, and says so', async () => {
    const program = await start()
    await get(program, '/deep?n=100')
    const traceback = await newest(program)
    const app = traceback.frames.filter(({ origin }) => origin === 'app')
    const live = app.filter(({ state }) => state === 'live')
    expect(live).toHaveLength(30)
    expect(codes(traceback)).toContain('frames-cut')
    const lefts = live.map(({ scopes }) => {
      const variable = scopes[0]?.variables.find(({ name }) => name === 'left')
      return variable !== undefined && 'value' in variable ? Number(variable.value.preview) : 'handler'
    })
    expect(lefts.slice(0, 15)).toEqual(Array.from({ length: 15 }, (_, n) => n))
    expect(lefts.slice(15)).toEqual([...Array.from({ length: 14 }, (_, n) => 87 + n), 'handler'])
  })

  it('of thousands is captured in bounded time, and the app goes on', async () => {
    const program = await start({ env: { INQUEST_LIMITS: 'pauseShare=1' } })
    const before = performance.now()
    await get(program, '/deep?n=5000')
    const traceback = await newest(program)
    expect(traceback.error.message).toBe('at the bottom of 5000')
    expect(traceback.frames.length).toBeLessThan(200)
    expect(performance.now() - before).toBeLessThan(10_000)
    expect(await get(program, '/ok')).toMatch(/^served/)
  })

  it('that overflows has places and its reason', async () => {
    const program = await start()
    await get(program, '/deep?n=1000000')
    const traceback = await newest(program)
    expect(traceback.error).toMatchObject({ name: 'RangeError', message: 'Maximum call stack size exceeded' })
    expect(codes(traceback)).not.toEqual([])
    expect(
      traceback.frames.filter(({ functionName }) => functionName === 'deep').some(({ state }) => state === 'live'),
    ).toBe(false)
    expect(await get(program, '/ok')).toMatch(/^served/)
  })
})

describe('a client that has gone', () => {
  it('leaves the handler that goes on its frames', async () => {
    const program = await start({})
    await expect(program.fetch('/late?n=3', { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout')
    await expect.poll(async () => (await list(program)).length).toBe(1)
    const { error, frames } = await newest(program)
    expect([error.message, frames[0]]).toEqual(['flood 3', expect.objectContaining({ state: 'live' })])
    expect(frames.filter(({ origin }) => origin === 'app')).toHaveLength(2)
  })
})

describe('INQUEST_ARM', () => {
  it('after-error: once an error has surfaced, the next failure has everything', async () => {
    const program = await start({ env: { INQUEST_ARM: 'after-error' } })
    await get(program, '/reject')
    const first = await newest(program)
    expect(first.error.message).toBe('rejected')
    expect(first.frames.some(({ state }) => state === 'live')).toBe(false)
    await get(program, '/flood?n=2')
    const second = await newest(program)
    expect(second.error.message).toBe('flood 2')
    expect(second.frames[0]).toMatchObject({ functionName: 'flooded', state: 'live' })
    expect(codes(second)).toEqual([])
  })

  it('after-error: a 5xx is enough, whose error nobody saw', async () => {
    const program = await start({ env: { INQUEST_ARM: 'after-error' } })
    expect(await get(program, '/flood?n=1')).toBe('failed')
    expect(await list(program)).toEqual([])
    await get(program, '/flood?n=2')
    expect((await newest(program)).frames[0]).toMatchObject({ functionName: 'flooded', state: 'live' })
  })

  it("unlocked: what fails for a stranger stays the app's own, what fails for a developer has everything", async () => {
    const program = await start({ env: { INQUEST_ARM: 'unlocked' } })
    const stranger = await fetch(`${program.origin}/flood?n=1`, { headers: { accept: 'text/html' } })
    expect([stranger.status, await stranger.text()]).toEqual([500, 'failed'])
    expect(await list(program)).toEqual([])
    await get(program, '/flood?n=2')
    expect(await list(program)).toHaveLength(1)
    const traceback = await newest(program)
    expect(traceback.frames[0]).toMatchObject({ functionName: 'flooded', state: 'live' })
    expect(codes(traceback)).toEqual([])
  })

  it('off: nothing is captured, and the app works', async () => {
    const program = await start({ env: { INQUEST_ARM: 'off' } })
    expect(await get(program, '/flood?n=1')).toBe('failed')
    expect(await get(program, '/ok')).toMatch(/^served/)
    for (const { id } of await list(program)) {
      const traceback = await tracebackOf(program, id)
      expect(traceback.frames.every(({ state }) => state !== 'live')).toBe(true)
      expect(codes(traceback)).toContain('not-armed')
    }
  })

  it('nonsense: one line, and the default', async () => {
    const program = await start({ env: { INQUEST_ARM: 'sometimes' } })
    expect(program.stderr()).toMatch(/arm is "sometimes", which is none of always, after-error, unlocked, off/)
    await get(program, '/flood?n=1')
    expect((await newest(program)).frames[0]).toMatchObject({ state: 'live' })
  })
})

describe('a real debugger', () => {
  it('makes us stand down with one line, and the app works', async () => {
    const program = await start({ nodeArgs: ['--inspect=0'] })
    expect(await get(program, '/flood?n=1')).toBe('failed')
    expect(await get(program, '/ok')).toMatch(/^served/)
    expect(program.stderr().match(/standing down: A debugger is attached/g)).toHaveLength(1)
    const live =
      (await list(program)).length === 0 ? [] : (await newest(program)).frames.filter((f) => f.state === 'live')
    expect(live).toEqual([])
  })
})

describe('where it does not arm itself', () => {
  it.each([
    [
      'an old Node',
      { nodeArgs: ['--import', './test/programs/capture/pretends-old.mjs'] },
      /off: Node 22\.1\.0 can crash/,
    ],
    [
      'an old Node, by a required preload',
      { nodeArgs: ['-r', './test/programs/capture/pretends-old.cjs'] },
      /off: Node 22\.1\.0 can crash/,
    ],
    ['NODE_ENV=production', { env: { NODE_ENV: 'production' } }, /off: .*production/],
  ])('%s: the app is untouched, with one line', async (_name, options, line) => {
    const program = await start({ ...options, unlock: false })
    expect(await get(program, '/flood?n=1')).toBe('failed')
    expect(await get(program, '/ok')).toMatch(/^served/)
    const lines = program
      .stderr()
      .split('\n')
      .filter((text) => /inquest/i.test(text))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(line)
    expect(await get(program, '/__inquest__/api/session')).toMatch(/^served/)
  })

  it('staging on purpose: on, loud and locked', async () => {
    const program = await start({ env: { NODE_ENV: 'production', INQUEST_ENV: 'staging' } })
    expect(program.stderr()).toMatch(/staging/i)
    await get(program, '/flood?n=1')
    expect((await newest(program)).frames[0]).toMatchObject({ state: 'live' })
    const stranger = await fetch(`${program.origin}/flood?n=2`, { headers: { accept: 'text/html' } })
    expect([stranger.status, await stranger.text()]).toEqual([500, 'failed'])
    expect(stranger.headers.has('x-inquest-traceback')).toBe(false)
  })
})

describe('memory', () => {
  // The large version of this is a benchmark.
  it('is flat over thousands of errors that requests catch', { timeout: 90_000 }, async () => {
    const program = await start({
      nodeArgs: ['--expose-gc'],
      env: { INQUEST_LIMITS: 'pauseShare=1,errorsPerSecond=1000000' },
    })
    const heap = async (): Promise<number> => Number(await get(program, '/heap'))
    await get(program, '/swallow?n=500')
    const before = await heap()
    for (let n = 0; n < 10; n++) expect(await get(program, '/swallow?n=250')).toBe('250')
    // What is kept of one throw is about 4 KB: were it kept, that would be 10 MB.
    expect((await heap()) - before).toBeLessThan(2e6)
  })
})
