import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../program.ts'

const PROGRAM = `
async function deep(x) { await 0; const list = [await x, 1]; throw new Error('col ' + list) }
async function outer() { const q = 1; await deep(q); return await deep(2) }
async function main() { const kept = [await 1, await outer()]; return kept }
main().catch((error) => { console.log(error.stack); console.log(new Error('$& plain').stack) })
const saved = Error.prepareStackTrace
const sites = (Error.prepareStackTrace = (_, trace) => trace.length, new Error('own').stack)
console.log(typeof sites)
Error.prepareStackTrace = saved
`

/** Imports and requires alike: the programs differ in their extension only. */
describe('the columns of error.stack', () => {
  it.each(['mjs', 'cjs'])('are those of the source, in a .%s', async (extension) => {
    const file = join(mkdtempSync(join(tmpdir(), 'inquest-$1-')), `program.${extension}`)
    writeFileSync(file, PROGRAM)
    const [plain, preloaded] = await Promise.all([
      runProgram(file, { preload: false }),
      runProgram(file, { preload: true }),
    ])
    expect(plain.stdout).toContain('at async outer')
    // Which turn of the loop runs a continuation is a microtask's difference.
    const turns = /^ +at process\.processTicksAndRejections.*\n/gm
    expect(preloaded.stdout.replace(turns, '')).toBe(plain.stdout.replace(turns, ''))
    expect(preloaded.code).toBe(plain.code)
  })

  it('say what `Error.prepareStackTrace` is as Node does, and step aside for the app’s own', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'inquest-')), 'program.mjs')
    writeFileSync(
      file,
      `const { value, ...rest } = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
       console.log(rest, value.name, value.length)
       const seen = []
       Error.prepareStackTrace = (error, sites) => (seen.push(String(error)), value(error, sites))
       const { createServer } = await import('node:http')
       const server = createServer((request, response) => response.end(new Error('one').stack))
       await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
       console.log(await (await fetch('http://127.0.0.1:' + server.address().port)).text(), seen)
       Error.prepareStackTrace = undefined
       console.log(typeof new Error('two').stack)
       delete Error.prepareStackTrace
       Object.freeze(Error)
       console.log(await (await fetch('http://127.0.0.1:' + server.address().port)).text())
       process.exit()`,
    )
    const [plain, preloaded] = await Promise.all([
      runProgram(file, { preload: false }),
      runProgram(file, { preload: true, env: { INQUEST_VISIBILITY: 'locked' } }),
    ])
    expect(plain.stdout).toMatch(/Error: one\n +at Server\.<anonymous>.*\n +at Server\.emit/)
    const [, deleted] = preloaded.stdout.split('string\n')
    expect(deleted).toContain('Error: one\n    at Server.<anonymous>')
    expect(preloaded.stdout.split('string\n')[0]).toBe(plain.stdout.split('string\n')[0])
    expect(preloaded.code).toBe(plain.code)
  })
})
