import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consoleOf, printed } from '../console/program-console.ts'
import type { ProgramConsole } from '../console/program-console.ts'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'

const APP = 'test/programs/watch/app.mjs'
/** Milliseconds: far less than the five seconds after which an input ends anyway. */
const SOON = 4000

describe('an app that is held', () => {
  let program: Program
  let opened: ProgramConsole
  beforeAll(async () => {
    program = await startProgram(APP)
    opened = await consoleOf(program, '/fail')
    // The thread that watches takes a moment to be there.
    await opened.evaluate('1')
    await sleep(300)
  })
  afterAll(() => program.stop())

  const answers = async (): Promise<void> => {
    expect(await (await program.fetch('/ok')).text()).toBe('ok')
    expect(await opened.text('6 * 7')).toBe('42')
  }

  it.each([
    'cart.retry()',
    'for (;;);',
    'cart.slow()',
    'await 1; cart.retry()',
    'await cart.retryLater()',
    '[1].forEach(cart.retry)',
    'eval("for(;;);")',
  ])('goes on once the developer has hung up: %s', async (source) => {
    const started = performance.now()
    await expect(
      program.fetch(`/__inquest__/api/tracebacks/${opened.traceback.id}/frames/0/evaluate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ source, mode: 'run' }),
        signal: AbortSignal.timeout(500),
      }),
    ).rejects.toThrow()
    await answers()
    expect(performance.now() - started).toBeLessThan(SOON)
  })

  it.each([
    'Promise.resolve().then(cart.retry); 5',
    'process.nextTick(cart.retry); 5',
    'cart.retryLater(); 5',
    'void (async () => { await 1; cart.retry() })(); 5',
    'Promise.reject(1).catch(() => 1).finally(cart.retry); 5',
  ])('by what an input has left behind is freed of it: %s', async (source) => {
    const result = await opened.evaluate(source, { timeoutMs: 400 })
    expect(result).toMatchObject({ kind: 'value', text: '5' })
    expect(printed(result)).toContain('What an input started held the app, and was stopped')
    await answers()
  })

  it.each([
    'await cart.retryLater()',
    'for await (const one of [1]) cart.retry()',
    'await (async () => { await 1; cart.retry() })()',
  ])('by the app behind an await is freed of it: %s', async (source) => {
    expect(await opened.evaluate(source, { timeoutMs: 400 })).toMatchObject({
      kind: 'timeout',
      text: 'stopped after 400 ms',
    })
    await answers()
  })

  it('by itself is left alone, whatever inputs wait for at the time', async () => {
    const waiting = opened.evaluate('await new Promise((done) => setTimeout(done, 2500))', { timeoutMs: 300 })
    expect(await (await program.fetch('/busy')).text()).toBe('done')
    expect(await waiting).toMatchObject({ kind: 'timeout', text: /^still pending/ })
    await answers()
  })

  it('captures as before', async () => {
    const again = await consoleOf(program, '/fail')
    expect(await again.text('Object.keys(cart).length')).toBe('3')
  })

  it('ends by itself when it has nothing more to do', async () => {
    const ended = await Promise.race([program.stop('SIGTERM').then(() => program.exited), sleep(5000)])
    expect(ended).toBe(0)
  })
})
