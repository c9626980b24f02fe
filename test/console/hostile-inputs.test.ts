import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'
import { consoleOf, printed } from './program-console.ts'
import type { ProgramConsole } from './program-console.ts'

let program: Program
let opened: ProgramConsole
beforeAll(async () => {
  program = await startProgram('test/programs/console/app.mjs', { env: { INQUEST_LIMITS: 'liveTracebacks=500' } })
  opened = await consoleOf(program, '/fail')
})
afterAll(() => program.stop())

/** The next command works, with its output, its awaits and a peek, and the app goes on serving and failing. */
async function allIsWell(): Promise<void> {
  expect(await opened.evaluate('process.stdout.write("out\\n"); const well = [1, { a: 2 }]; well')).toMatchObject({
    kind: 'value',
    text: '[ 1, { a: 2 } ]',
    output: expect.arrayContaining([{ stream: 'stdout', text: 'out\n' }]) as unknown,
  })
  expect(await opened.text('await Promise.resolve(local.input)')).toBe('1')
  expect(await opened.evaluate('local.input + 1', { mode: 'peek' })).toMatchObject({ kind: 'value', text: '2' })
  expect(await (await program.fetch('/ok')).text()).toBe('ok')
  expect((await program.fetch('/fail')).status).toBe(500)
}

describe('all goes on after', () => {
  it.each<readonly [source: string, says: RegExp]>([
    ['while (true);', /^timeout: stopped after 300 ms/],
    ['while (true) await null', /^timeout: still pending after 300 ms|kept the app busy for more than 300 ms/],
    ['await new Promise(() => {})', /^timeout: still pending after 300 ms/],
    ['(async () => { for (;;) await null })()', /^value: Promise \{ <pending> \}/],
    ['"x".repeat(1e9)', /^threw: Uncaught RangeError: Invalid string length/],
    ['"x".repeat(5e8)', /^value: <string of 500000000 characters>/],
    ['const huge = "x".repeat(5e8); huge + "y"', /^value: <string of 500000001/],
    ['throw "x".repeat(5e8)', /^threw: Uncaught <string of 500000000/],
    ['throw new Error("x".repeat(5e8))', /^threw: Uncaught Error: <500000000 characters>/],
    ['({ a: ["x".repeat(5e8)] })', /^value: \{/],
    ['process.exit(1)', /^threw: .*was stopped/],
    ['process.abort()', /^threw: .*was stopped/],
    ['({ get a() { throw new Error("read") } })', /^value: \{ a: \[Getter\] \}/],
    ['({ get a() { throw new Error("read") } }).a', /^threw: Uncaught Error: read/],
    ['({ toString() { throw 1 } }) + ""', /^threw: Uncaught 1/],
    ['throw { toString() { throw 1 }, get stack() { throw 2 } }', /^threw: Uncaught \{/],
    ['new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 }, getPrototypeOf() { throw 3 } })', /^value: Proxy/],
    ['const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy', /^value: <Revoked Proxy>|^value: Proxy/],
    ['function f() { return f() } f()', /^threw: Uncaught RangeError: Maximum call stack/],
    ['throw undefined', /^threw: Uncaught undefined/],
    ['debugger; 5', /^value: 5/],
    ['eval("1 +")', /^threw: Uncaught SyntaxError/],
    ['eval("var evaluated = 1"); evaluated', /^value: 1/],
  ])('%s', async (source, says) => {
    const evaluation = await opened.evaluate(source, { timeoutMs: 300 })
    const text = `${evaluation.kind}: ${evaluation.text}`
    expect(text.slice(0, 200)).toMatch(says)
    expect(text.length).toBeLessThan(25_000)
    await allIsWell()
  })
})

describe('what is broken is undone, and told, after', () => {
  it.each([
    ['delete globalThis.process', 'process'],
    ['delete globalThis.console; delete globalThis.performance', 'console, performance'],
    ['delete globalThis.Promise', 'Promise'],
    ['Map = null', 'Map'],
    [
      'for (const name of ["Object", "Array", "Reflect", "Map", "Set", "Error", "Response", "URL"]) delete globalThis[name]',
      'Object',
    ],
    ['globalThis.setTimeout = 5; globalThis.setImmediate = undefined', 'setTimeout, setImmediate'],
    ['Array.prototype.map = Array.prototype.push = null', 'Array.prototype.'],
    ['delete Array.prototype[Symbol.iterator]', 'Array.prototype.[Symbol.iterator]'],
    ['delete Object.prototype.hasOwnProperty; Object.prototype.toString = 1', 'Object.prototype.'],
    ['Promise.prototype.then = undefined', 'Promise.prototype.then'],
    ['await 1; delete globalThis.JSON', 'JSON'],
    ['Object.prototype.get = 1', 'Object.prototype.get'],
    ['Object.prototype.value = 1; Object.prototype.set = () => 1', 'Object.prototype.set, Object.prototype.value'],
    ['Object.prototype.then = (done) => done(1)', 'Object.prototype.then'],
    ['Object.prototype.toJSON = Array.prototype.toJSON = () => 1', 'Object.prototype.toJSON, Array.prototype.toJSON'],
    ['console.log = null; console.error = null', 'console.log, console.error'],
    ['process.emit = undefined', 'process.emit'],
    ['process.stdout.write = process.stderr.write = 1', 'process.stdout.write, process.stderr.write'],
    ['Array.prototype[Symbol.iterator] = function* () {}', 'Array.prototype.[Symbol.iterator]'],
    ['Promise = class { constructor() { throw 1 } }', 'Promise'],
    ['require("node:async_hooks").AsyncLocalStorage.prototype.run = null', 'AsyncLocalStorage.prototype.run'],
    ['Map.prototype.get = () => { throw new Error("get") }', 'Map.prototype.get'],
    ['WeakMap.prototype.get = () => undefined', 'WeakMap.prototype.get'],
    ['Set.prototype.has = () => false', 'Set.prototype.has'],
    ['JSON.stringify = () => "{}"', 'JSON.stringify'],
    ['Promise.prototype.then = function () { return this }', 'Promise.prototype.then'],
    ['process.emit = () => {}', 'process.emit'],
    ['process.emit = () => { throw new Error("emit") }', 'process.emit'],
    ['process.on = process.once = () => process', 'process.on, process.once'],
    ['process.addListener = 5', 'process.addListener'],
    ['process.nextTick = () => {}', 'process.nextTick'],
    ['await 1; process.nextTick = () => {}', 'process.nextTick'],
    ['queueMicrotask = () => {}', 'queueMicrotask'],
    ['Promise.prototype.then = () => {}', 'Promise.prototype.then'],
    ['setTimeout = setInterval = setImmediate = () => {}', 'setTimeout, setInterval, setImmediate'],
    ['require("node:events").prototype.emit = () => false', 'EventEmitter.prototype.emit'],
    ['require("node:events").prototype.on = function () { return this }', 'EventEmitter.prototype.on'],
  ])('%s', async (source, names) => {
    expect(printed(await opened.evaluate(source))).toContain(`so it was undone: ${names}`)
    await allIsWell()
  })

  it('but what a function has taken the place of stays', async () => {
    expect(
      printed(
        await opened.evaluate(
          'const was = Array.prototype.at; Array.prototype.at = function () { return "patched" }; 1',
        ),
      ),
    ).toBe('')
    expect(await opened.text('[1].at(0)')).toBe("'patched'")
    await opened.evaluate('Array.prototype.at = was')
  })

  it('also of what nothing goes on without, where it does its work', async () => {
    const patch =
      'const kept = JSON.stringify, { get } = Map.prototype; JSON.stringify = (...args) => kept(...args); Map.prototype.get = function (key) { return get.call(this, key) }; 1'
    expect(printed(await opened.evaluate(patch))).toBe('')
    expect(await opened.text('JSON.stringify !== kept && Map.prototype.get !== get')).toBe('true')
    await opened.evaluate('JSON.stringify = kept; Map.prototype.get = get')
    await allIsWell()
  })
})

describe('what calls back stays replaced', () => {
  it.each([
    ['process.emit', 'const was = process.emit; process.emit = function (...all) { return was.apply(this, all) }; 1'],
    ['process.emit', 'const was = process.emit; process.emit = (...all) => was.call(process, ...all); 1'],
    ['process.on', 'const was = process.on; process.on = (...all) => was.call(process, ...all); 1'],
    ['process.nextTick', 'const was = process.nextTick; process.nextTick = (...all) => was(...all); 1'],
    ['queueMicrotask', 'const was = queueMicrotask; queueMicrotask = (work) => was(() => work()); 1'],
    ['setTimeout', 'const was = setTimeout; setTimeout = (work, ms, ...all) => was(() => work(...all), ms); 1'],
    ['setInterval', 'const was = setInterval; setInterval = (...all) => { was(...all).unref() }; 1'],
    ['setTimeout', 'const was = setTimeout; setTimeout = () => ({ ofATestClock: true }); 1'],
  ])('where it does its work: %s', async (name, source) => {
    expect(printed(await opened.evaluate(source))).toBe('')
    expect(await opened.text(`${name} !== was`)).toBe('true')
    await allIsWell()
    expect(await opened.text(`${name} = was; 1`)).toBe('1')
  })
})

describe('all goes on while there is', () => {
  it.each([
    ['Object.prototype.extra = 1', 'delete Object.prototype.extra'],
    ['Array.prototype.extra = {}', 'delete Array.prototype.extra'],
    ['console.log = () => { throw new Error("replaced") }', 'delete console.log'],
    ['console.log = undefined', 'delete console.log'],
    ['console = {}', 'console = require("node:console")'],
    ['Object.freeze(local)', '1'],
    ['Error.prepareStackTrace = () => { throw 1 }', 'delete Error.prepareStackTrace'],
    ['Error.stackTraceLimit = 0', 'Error.stackTraceLimit = 10'],
  ])('%s', async (spoil, restore) => {
    await opened.evaluate(spoil)
    try {
      await allIsWell()
    } finally {
      await opened.evaluate(restore)
    }
  })
})

describe('output without end', () => {
  it.each([
    'while (true) process.stdout.write("x".repeat(1000))',
    'await 1; while (true) process.stderr.write("x".repeat(1000))',
    'const again = () => { process.stdout.write("x".repeat(20_000)); setImmediate(again) }; again(); await new Promise(() => {})',
  ])('of %s is cut, with a count', async (source) => {
    const evaluation = await opened.evaluate(source, { timeoutMs: 200 })
    const text = printed(evaluation)
    expect(text).toMatch(/… \d{3,} more characters of output/)
    expect(text.length).toBeLessThan(101_000)
    await opened.evaluate('again = () => {}').catch(() => undefined)
    await opened.evaluate('1')
    await allIsWell()
  })
})

describe('several at once', () => {
  it('ten consoles, of five tracebacks, in two tabs, mix neither results nor scopes nor output', async () => {
    const consoles: ProgramConsole[] = []
    while (consoles.length < 5) consoles.push(await consoleOf(program, '/fail'))
    const ten = [...consoles, ...consoles]
    const answers = await Promise.all(
      ten.map(async (one, tab) => {
        const name = tab < 5 ? 'mine' : 'yours'
        await one.evaluate(`let ${name} = ${tab}; local.input = "of ${tab % 5}"`)
        return one.evaluate(
          `await new Promise((done) => setTimeout(done, ${(tab * 7) % 5})); process.stdout.write("${tab}"); [${name}, local.input, typeof well]`,
        )
      }),
    )
    answers.forEach((answer, tab) => {
      expect([answer.text, printed(answer)]).toEqual([`[ ${tab}, 'of ${tab % 5}', 'undefined' ]`, `stdout: ${tab}`])
    })
    for (const [tab, one] of consoles.entries()) expect(await one.text('[mine, yours]')).toBe(`[ ${tab}, ${tab + 5} ]`)
    expect(await opened.text('typeof mine')).toBe("'undefined'")
  })
})

describe('modules are those of the file of the frame', () => {
  it.each([
    ['import library from "./library.mjs"; library()', "'the library'"],
    ['import { answer as a, default as d } from "./library.mjs"; [a, d()]', "[ 42, 'the library' ]"],
    ['import * as all from "./library.mjs"; all.answer', '42'],
    ['(await import("./library.mjs")).answer', '42'],
    ['require("./library.mjs").answer', '42'],
    ['require("../../../package.json").name', "'inquest'"],
    ['require.resolve("hono").includes("node_modules/hono/")', 'true'],
    ['import { sep } from "path"; sep', "'/'"],
  ])('%s', async (source, shown) => {
    expect(await opened.text(source)).toBe(shown)
  })

  it('and not those of anything else', async () => {
    expect(await opened.text('await import("./index.ts")')).toMatch(/test\/programs\/console\/index\.ts/)
  })
})
