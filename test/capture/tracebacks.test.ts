import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Traceback, TracebackSummary } from '../../src/shared/traceback.ts'
import type { Evaluation } from '../../src/shared/evaluation.ts'
import { golden, startProgram } from '../program.ts'
import type { Program } from '../program.ts'

let program: Program
beforeAll(async () => {
  program = await startProgram('test/programs/capture/esm.mjs', {
    // A busy machine makes pauses long; what a spent budget does has tests of its own.
    env: { INQUEST_LIMITS: 'pauseShare=1,errorsPerSecond=1000' },
  })
})
afterAll(() => program.stop())

describe('the report of', () => {
  it.each([
    'rethrown',
    'wrapped',
    'async',
    'early',
    'iterates',
    'all',
    'any',
    'hot',
    'overflow',
    'frozen',
    'stackless',
    'number',
    'undefined',
  ])('%s', async (name) => {
    const report = await program.report(`/${name}`)
    expect(report).toBe(golden(`esm-${name}`, report))
  })
})

describe('left alone', () => {
  it('an error that the app caught', async () => {
    expect(await program.report('/quiet')).toBe('fine')
  })

  it('a 500 with no error in play', async () => {
    const response = await program.fetch('/plain500', { headers: { accept: 'text/html' } })
    expect([response.status, await response.text()]).toEqual([500, 'nothing in play'])
    expect(response.headers.get('x-inquest-traceback')).toBeNull()
  })
})

describe('a live frame', () => {
  it('answers with private fields, arguments, this, block scopes', async () => {
    const { evaluate } = await fail('/rethrown')
    expect(await evaluate(0, 'this.#balance')).toMatchObject({ kind: 'value', text: '42' })
    expect(await evaluate(0, '[...arguments]')).toMatchObject({ text: '[ 5 ]' })
    expect(await evaluate(0, '`${this.owner} ${currency} ${attempt} ${left} ${limit}`')).toMatchObject({
      text: "'zoe EUR 2 37 10'",
    })
    expect(await evaluate(1, 'parsed')).toMatchObject({ text: '{ input: 5 }' })
  })

  it('keeps what is assigned, and what is declared', async () => {
    const { evaluate } = await fail('/rethrown')
    await evaluate(0, 'amount = 99; const mine = amount + 1')
    expect(await evaluate(0, '[amount, mine]')).toMatchObject({ text: '[ 99, 100 ]' })
    expect(await evaluate(0, 'left = 7')).toMatchObject({
      text: expect.stringMatching(/Assignment to constant/) as unknown,
    })
    expect(await evaluate(1, 'typeof mine')).toMatchObject({ text: "'undefined'" })
  })

  it('is there for every async caller, with its block scopes, in order', async () => {
    const { traceback, evaluate } = await fail('/async')
    const app = traceback.frames.filter(({ origin }) => origin === 'app')
    expect(app.map(({ functionName, async, state }) => [functionName, async, state])).toEqual([
      ['level4', false, 'live'],
      ['level3', true, 'live'],
      ['level2', true, 'live'],
      ['level1', true, 'live'],
      ["app.get('/async')", true, 'live'],
    ])
    const level2 = app[2]!.index
    expect(await evaluate(level2, '[turn, label, seen]')).toMatchObject({
      text: "[ 'second', 'second turn', [ 'first turn', 'second turn' ] ]",
    })
    expect(await evaluate(level2, 'await Promise.resolve(label.length)')).toMatchObject({ kind: 'value', text: '11' })
    expect(await evaluate(app[3]!.index, 'one')).toMatchObject({ text: "'one 7'" })
  })

  it('keeps its variables in optimised code', async () => {
    const { traceback } = await fail('/hot')
    const missing = traceback.frames
      .flatMap(({ scopes }) => scopes.flatMap(({ variables }) => variables))
      .filter((v) => 'missing' in v)
    expect(missing).toEqual([])
  })

  it('refuses an assignment in a peek, and changes nothing', async () => {
    const { evaluate } = await fail('/rethrown')
    expect(await evaluate(0, 'left = 1', 'peek')).toMatchObject({ kind: 'refused', code: 'side-effect' })
    expect(await evaluate(0, 'left', 'peek')).toMatchObject({ kind: 'value', text: '37' })
  })
})

describe('concurrency', () => {
  it('gives each of 40 failing requests its own values, while others succeed', async () => {
    const requests = Array.from({ length: 40 }, async (_, n) => {
      const path = n % 2 === 0 ? '/async' : '/ok'
      const response = await program.fetch(path, { headers: { accept: 'application/json' } })
      await response.text()
      return [path, response.status, response.headers.has('x-inquest-traceback')]
    })
    for (const [path, status, linked] of await Promise.all(requests)) {
      expect([status, linked]).toEqual(path === '/ok' ? [200, false] : [500, true])
    }
  })
})

async function fail(path: string): Promise<{
  traceback: Traceback
  evaluate(frame: number, source: string, mode?: 'run' | 'peek'): Promise<Evaluation>
}> {
  await program.report(path)
  const { tracebacks } = (await (await program.fetch('/__inquest__/api/tracebacks')).json()) as {
    tracebacks: TracebackSummary[]
  }
  const { id } = tracebacks[0]!
  const traceback = (await (await program.fetch(`/__inquest__/api/tracebacks/${id}`)).json()) as Traceback
  return {
    traceback,
    async evaluate(frame, source, mode = 'run') {
      const response = await program.post(`/__inquest__/api/tracebacks/${id}/frames/${frame}/evaluate`, {
        source,
        mode,
      })
      return (await response.json()) as Evaluation
    },
  }
}
