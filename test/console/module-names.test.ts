import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'
import { consoleOf } from './program-console.ts'
import type { ProgramConsole } from './program-console.ts'

const started: Program[] = []
afterAll(() => Promise.all(started.map((program) => program.stop())))

async function consoleIn(file: string): Promise<ProgramConsole> {
  const program = await startProgram(`test/programs/console/${file}`)
  started.push(program)
  return consoleOf(program, '/fail')
}

describe('in a CommonJS file', () => {
  let opened: ProgramConsole
  beforeAll(async () => {
    opened = await consoleIn('common.cjs')
  })

  it.each([
    ['__filename.endsWith("/console/common.cjs")', 'true'],
    ['__dirname + "/common.cjs" === __filename', 'true'],
    ['[module.exports.answer, exports.answer, module.filename === __filename]', '[ 42, 42, true ]'],
    ['fixed = 2', 'threw: Uncaught TypeError: Assignment to constant variable.'],
    ['input = 2', '2'],
  ])('%s', async (source, shown) => {
    expect(await opened.text(source)).toBe(shown)
  })
})

describe('in an ECMAScript module', () => {
  let opened: ProgramConsole
  beforeAll(async () => {
    opened = await consoleIn('app.mjs')
  })

  it.each([
    ['import.meta.resolve("./library.mjs") === new URL("library.mjs", import.meta.url).href', 'true'],
    ['import.meta.resolve("hono").endsWith("/node_modules/hono/dist/index.js")', 'true'],
    ['import.meta.resolve("fs")', "'node:fs'"],
    ['[import.meta.dirname.endsWith("/console"), import.meta.filename.endsWith("/app.mjs")]', '[ true, true ]'],
    [
      'import { answer, nope } from "./library.mjs"',
      "threw: Uncaught SyntaxError: The requested module './library.mjs' does not provide an export named 'nope'",
    ],
    ['import nope from "node:path/nope"', /^threw: Uncaught Error.*: No such built-in module: node:path\/nope/],
    ['local = 2', 'threw: Uncaught TypeError: Assignment to constant variable.'],
    ['brandNew = 2', 'threw: Uncaught ReferenceError: brandNew is not defined'],
    ['SECRET = 2', 'threw: Uncaught TypeError: Assignment to constant variable.'],
    ['SECRET', /^threw: Uncaught ReferenceError: SECRET is not known here: the file declares it/],
    ['const five = 5; five()', 'threw: Uncaught TypeError: five is not a function'],
    ['const some = () => {}; some().x', "threw: Uncaught TypeError: Cannot read properties of undefined (reading 'x')"],
    ['process.title = process.title', /./],
  ])('%s', async (source, shown) => {
    expect(await opened.text(source)).toEqual(typeof shown === 'string' ? shown : expect.stringMatching(shown))
  })
})
