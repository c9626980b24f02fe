import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'
import { consoleOf, printed } from './program-console.ts'
import type { ProgramConsole } from './program-console.ts'

const APP = 'test/programs/console/app.mjs'

describe.each(['no handlers', 'handles'])('with an app that has %s for errors that nobody caught', (handlers) => {
  let program: Program
  let opened: ProgramConsole
  beforeAll(async () => {
    program = await startProgram(APP, { args: [handlers] })
    opened = await consoleOf(program, '/fail')
  })
  afterAll(() => program.stop())

  it.each([
    ['Promise.reject(new Error("left behind")); 5', 'left behind'],
    ['(async () => { await 1; throw new Error("in an async function") })(); 5', 'in an async function'],
    ['setTimeout(() => { throw new Error("in a timer") }); 5', 'in a timer'],
    ['setTimeout(() => setTimeout(() => { throw new Error("nested") })); 5', 'nested'],
    ['setImmediate(() => { throw new Error("immediate") }); 5', 'immediate'],
    ['process.nextTick(() => { throw new Error("tick") }); 5', 'tick'],
    ['queueMicrotask(() => { throw new Error("microtask") }); 5', 'microtask'],
    ['setTimeout(() => local.emitter.emit("error", new Error("emitted"))); 5', 'emitted'],
    ['setTimeout(() => { throw null }); 5', 'null'],
    ['setTimeout(() => process.exit(1)); 5', 'would end the app'],
    ['await 1; Promise.reject(new Error("after an await")); 5', 'after an await'],
    ['require("node:fs").readFile("/nowhere", (error) => { throw error }); 5', 'ENOENT'],
  ])('%s is told, and the app goes on', async (source, message) => {
    const first = await opened.evaluate(source)
    expect(first).toMatchObject({ kind: 'value', text: '5' })
    await sleep(40)
    const later = await opened.evaluate('1')
    expect(printed(first) + printed(later)).toContain(message)
    expect(printed(first) + printed(later)).toContain('the app goes on')
    expect(program.stderr()).toContain(message)
    expect(await (await program.fetch('/ok')).text()).toBe('ok')
    expect(program.stdout()).not.toMatch(/monitor saw|app handled/)
  })

  it.each([
    'process.exit(1)',
    'process.exit()',
    'process.reallyExit(1)',
    'process.abort()',
    'process.kill(process.pid)',
    'process.kill(process.pid, "SIGKILL")',
    'process.kill(String(process.pid))',
    'process.kill(0)',
    'process.kill(-process.pid, "SIGTERM")',
    'await 1; process.exit(1)',
    '(await import("node:process")).default.exit(1)',
  ])('%s is refused', async (source) => {
    expect(await opened.text(source)).toMatch(/^threw: Uncaught ExitRefusedError: process\..*was stopped/)
    expect(await (await program.fetch('/ok')).text()).toBe('ok')
  })

  it('process.kill asks whether the app lives, and looks like it did', async () => {
    expect(await opened.text('process.kill(process.pid, 0)')).toBe('true')
    expect(await opened.text('[process.exit.name, process.exit.length, process.kill.length]')).toBe("[ 'exit', 1, 2 ]")
  })
})

describe("what is not the console's", () => {
  it.each([
    ['/throw-later', 'none', 1],
    ['/reject-later', 'none', 1],
    ['/throw-later', 'handles', 7],
    ['/reject-later', 'handles', 8],
    ['/exit', 'none', 3],
  ])('%s ends an app that has %s handlers as ever, with %d', async (path, handlers, code) => {
    const program = await startProgram(APP, { args: [handlers] })
    const opened = await consoleOf(program, '/fail')
    await opened.evaluate('setTimeout(() => { throw new Error("mine") }); 1')
    await program.fetch(path).catch(() => undefined)
    expect(await program.exited).toBe(code)
    if (path !== '/exit') expect(program.stdout()).toMatch(/(monitor saw|app handled) the app's own/)
  })
})

describe('output', () => {
  let program: Program
  let opened: ProgramConsole
  beforeAll(async () => {
    program = await startProgram(APP)
    opened = await consoleOf(program, '/fail')
  })
  afterAll(() => program.stop())

  it('comes with its result, in order and by stream, and still reaches the terminal', async () => {
    const evaluation = await opened.evaluate(
      'console.log("one"); console.error("two"); process.stdout.write("three"); 4',
    )
    expect(evaluation).toMatchObject({
      text: '4',
      output: [
        { stream: 'stdout', text: 'one\n' },
        { stream: 'stderr', text: 'two\n' },
        { stream: 'stdout', text: 'three' },
      ],
    })
    expect(program.stdout()).toContain('one\n')
  })

  it('comes with errors and timeouts, too', async () => {
    expect(printed(await opened.evaluate('console.log("before"); throw 1'))).toBe('stdout: before\n')
    const timedOut = await opened.evaluate('console.log("before"); while (true);', { timeoutMs: 300 })
    expect([timedOut.kind, printed(timedOut)]).toEqual(['timeout', 'stdout: before\n'])
  })

  it('of evaluations at the same time, and of the app, stays apart', async () => {
    const inputs = Array.from(
      { length: 8 },
      (_, n) =>
        `for (let i = 0; i < 5; i++) { console.log("${n}:" + i); await new Promise((done) => setTimeout(done, ${n % 3})) }`,
    )
    const [evaluations] = await Promise.all([
      Promise.all(inputs.map((source) => opened.evaluate(source))),
      ...Array.from({ length: 10 }, async () => (await program.fetch('/log')).text()),
    ])
    evaluations.forEach((evaluation, n) => {
      expect(printed(evaluation)).toBe(`stdout: ${Array.from({ length: 5 }, (_, i) => `${n}:${i}\n`).join('')}`)
    })
  })

  it('that comes after the result comes with the next one', async () => {
    expect(printed(await opened.evaluate('setTimeout(() => console.log("late"), 20); 1'))).toBe('')
    await sleep(60)
    expect(printed(await opened.evaluate('2'))).toBe('stdout: late\n')
    expect(printed(await opened.evaluate('3'))).toBe('')
  })

  it('is cut, and says how much', async () => {
    const evaluation = await opened.evaluate('for (let i = 0; i < 3000; i++) console.log("x".repeat(99)); 1')
    const text = printed(evaluation)
    expect(text.length).toBeLessThan(101_000)
    expect(text).toContain('… 200000 more characters of output')
  })

  it('of bytes and of something else than text', async () => {
    const source =
      'process.stdout.write(new TextEncoder().encode("bytes\\n")); try { process.stdout.write(5) } catch (e) { e.code }'
    expect(await opened.evaluate(source)).toMatchObject({
      text: "'ERR_INVALID_ARG_TYPE'",
      output: [{ stream: 'stdout', text: 'bytes\n' }],
    })
  })

  it('of bytes in any encoding, and of a character in two parts', async () => {
    const source =
      'process.stdout.write("68690a", "hex"); process.stdout.write(Buffer.from([0xe2, 0x82])); process.stdout.write(Buffer.from([0xac])); 1'
    expect(printed(await opened.evaluate(source))).toBe('stdout: hi\n€')
  })

  it('does not decide how the app ends', async () => {
    expect(printed(await opened.evaluate('process.exitCode = 5'))).toContain(
      'process.exitCode one day, so it is unset again',
    )
    expect(await opened.text('process.exitCode')).toBe('undefined')
  })

  it('imports as the file of the frame does', async () => {
    expect(await opened.text('import pack from "../../../package.json" with { type: "json" }; pack.name')).toBe(
      "'inquest'",
    )
    expect(await opened.text('function f() { return import("node:os") } (await f()).EOL')).toBe("'\\n'")
    expect(await opened.text('import.meta.filename.endsWith("console/app.mjs")')).toBe('true')
    expect(await opened.text('(await import("hono")).Hono.name')).toBe("'Hono'")
  })
})
