import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'
import { frameIn } from './live-frame.ts'
import { consoleOf, printed } from './program-console.ts'
import type { ProgramConsole } from './program-console.ts'

const whole = async (...inputs: readonly string[]): Promise<string> => {
  const frame = frameIn('')
  let text = ''
  for (const input of inputs) text = (await frame.run(input)).text
  return text
}

describe('an error that was thrown says', () => {
  it.each<readonly [source: string, says: string]>([
    ['throw new Error("plain")', 'Uncaught Error: plain'],
    [
      'throw new Error("outer", { cause: new TypeError("inner", { cause: "root" }) })',
      "Uncaught Error: outer {\n  [cause]: TypeError: inner {\n    [cause]: 'root'\n  }\n}",
    ],
    [
      'throw new AggregateError([new Error("one"), 2], "several")',
      'Uncaught AggregateError: several {\n  [errors]: [\n    Error: one,\n    2\n  ]\n}',
    ],
    [
      'throw Object.assign(new Error("m"), { code: "E1", status: 404, details: { a: [1] } })',
      "Uncaught Error: m {\n  code: 'E1',\n  status: 404,\n  details: { a: [ 1 ] }\n}",
    ],
    ['const e = new Error("m"); e.self = e; throw e', 'Uncaught Error: m {\n  self: [Circular]\n}'],
    ['const e = new Error("m"); e.inside = { e }; throw e', 'Uncaught Error: m {\n  inside: { e: [Error: m] }\n}'],
  ])('%s', async (source, says) => {
    expect(await whole(source)).toBe(says)
  })

  it('all that without running a getter', async () => {
    const frame = frameIn('globalThis.ran = 0')
    const text = `Object.defineProperties(new Error("m"), {
      a: { enumerable: true, get() { return ++ran } }, cause: { get() { return ++ran } }, errors: { get() { return ++ran } } })`.replace(
      /\n\s*/,
      ' ',
    )
    expect((await frame.run(`throw ${text}`)).text).toBe(
      'Uncaught Error: m {\n  a: [Getter],\n  [cause]: [Getter],\n  [errors]: [Getter]\n}',
    )
    await frame.run(`({ nested: ${text} })`)
    expect(await frame.text('ran')).toBe('0')
  })

  it('no more than fits', async () => {
    const chain =
      'let e = new Error("x".repeat(9e4)); for (let i = 0; i < 1e4; i++) e = new Error("x", { cause: e }); throw e'
    expect((await whole(chain)).length).toBeLessThan(5000)
    const wide = 'throw new AggregateError(Array.from({ length: 1e4 }, (_, i) => new Error("x".repeat(1000) + i)))'
    expect(await whole(wide)).toMatch(/… \d+ more/)
  })
})

describe('where in what was typed', () => {
  it.each<readonly [says: string, ...inputs: readonly string[]]>([
    ['    at longFn (console:3:7)\n    at console:5:', 'const longFn = () => {\n const a = 1\n null.x\n}\nlongFn()'],
    ['    at longFn (console:3:7)', 'const longFn = () => {\n const a = 1\n null.x\n}', 'longFn()'],
    ['    at late (console:2:24)\n    at console:4:', 'const a = 1\nfunction late() { null.y }\nconst b = 2\nlate()'],
    ['    at g (console:3:8)', 'async function g() {\n  await 1\n  null.x\n}', 'await g()'],
    ['    at f (console:3:8)', 'function f(a: number): void {\n  let b: string\n  null.x\n}', 'f(1)'],
    ['    at f (console:2:30)', 'const x = 1\nfunction f() { for (;;) null.x }', 'f()'],
    ['    at console:2:6', 'const y = 1\nnull.x'],
  ])('%s', async (says, ...inputs) => {
    const text = await whole(...inputs)
    expect(text.slice(text.indexOf('\n') + 1)).toContain(says)
    expect(text).not.toMatch(/inquest|node:inspector|reentry|eval/)
  })

  it('an input of one line that calls nothing needs no position', async () => {
    expect(await whole('null.x')).toBe("Uncaught TypeError: Cannot read properties of null (reading 'x')")
  })
})

describe('in a real program', () => {
  let program: Program
  let opened: ProgramConsole
  beforeAll(async () => {
    program = await startProgram('test/programs/console/app.mjs')
    opened = await consoleOf(program, '/fail')
  })
  afterAll(() => program.stop())

  it.each([
    ['new Error("v")', 'Error: v'],
    ['Promise.reject(new Error("v"))', 'Promise { <rejected> [Error: v] }'],
    ['[new Error("v")]', '[ [Error: v] ]'],
    ['throw new Error("set"); 1', 'Uncaught Error: set'],
    ['_error', 'Error: set'],
  ])('%s shows none of our frames', async (source, text) => {
    expect((await opened.evaluate(source)).text).toBe(text)
  })

  it('nor does what is printed', async () => {
    const output = printed(await opened.evaluate('function where() { console.trace("here") }\nwhere()'))
    expect(output).toBe('stderr: Trace: here\n    at where (console:1:28)\n')
  })

  it('a failed import tells what and why, and nothing of the way there', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'inquest-test-')), 'syntax.mjs')
    writeFileSync(file, 'export default 1\nconst = 2\n')
    const { text } = await opened.evaluate(`await import(${JSON.stringify(file)})`)
    expect(text).toMatch(/^Uncaught file:\/\/.*\/syntax\.mjs:2:7\nSyntaxError: Unexpected token '='$/)
    const missing = await opened.evaluate('await import("/nowhere.mjs")')
    expect(missing.text).toMatch(/^Uncaught Error \[ERR_MODULE_NOT_FOUND\]: Cannot find module/)
    expect(missing.text).not.toContain('node:internal')
  })

  it('a fetch that fails tells its cause', async () => {
    expect((await opened.evaluate('await fetch("http://localhost:1")')).text).toBe(
      'Uncaught TypeError: fetch failed {\n  [cause]: Error: bad port\n}',
    )
  })
})
