import { describe, expect, it } from 'vitest'
import { rewriteAwaits } from '../../src/server/instrument/index.ts'
import { delegate, iterate, settle, watch } from '../../src/server/instrument/runtime.ts'
import { createWorld, generateProgram, seededRandom } from './random-program.ts'

const AsyncFunction = (async () => {}).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<unknown>

const PROGRAMS = 4000

async function run(code: string): Promise<readonly unknown[]> {
  const log: unknown[] = []
  const world = createWorld((entry) => {
    log.push(entry)
    if (log.length > 2000) throw new Error('endless')
  })
  const ours = {
    __inquest_settle__: settle,
    __inquest_watch__: watch,
    __inquest_iterate__: iterate,
    __inquest_delegate__: delegate,
  }
  const all = { ...ours, ...world }
  try {
    log.push('returned', await new AsyncFunction(...Object.keys(all), code)(...Object.values(all)))
  } catch (error) {
    // How V8 names a value that is not iterable depends on the text of the expression.
    log.push('threw', String(error).replace(/.* is not async iterable/, 'not async iterable'))
  }
  return log.map((entry) =>
    typeof entry === 'string' ? entry.replace(/.* is not async iterable/, 'not async iterable') : entry,
  )
}

describe('a rewritten program', () => {
  it(`does what it did before (${PROGRAMS} random programs)`, async () => {
    let thrown = 0
    let rewritten = 0
    for (let seed = 1; seed <= PROGRAMS; seed++) {
      const source = generateProgram(seededRandom(seed))
      const result = rewriteAwaits(`async () => {${source}\n}`, 'module')
      if (result.kind === 'unparsable') throw new Error(`seed ${seed}: ${result.reason}\n${source}`)
      const code = result.kind === 'rewritten' ? result.code.slice('async () => {'.length, -1) : source
      if (result.kind === 'rewritten') rewritten++
      const before = await run(source)
      if (before.includes('threw')) thrown++
      expect(await run(code), `seed ${seed}\n${source}`).toEqual(before)
    }
    // That the programs are worth running.
    expect(rewritten).toBeGreaterThan(PROGRAMS / 2)
    expect(thrown).toBeGreaterThan(PROGRAMS / 10)
  }, 60_000)
})
