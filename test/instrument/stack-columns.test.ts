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

  it('are those of the source with source maps enabled, too', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'inquest-')), 'program.mjs')
    writeFileSync(file, PROGRAM)
    const { stdout } = await runProgram(file, { nodeArgs: ['--enable-source-maps'] })
    expect(stdout).toMatch(/at deep \(.*:2:68\)/)
    expect(stdout).toMatch(/at async outer \(.*:3:39\)/)
  })
})
