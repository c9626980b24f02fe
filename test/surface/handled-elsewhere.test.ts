import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TracebackSummary } from '../../src/shared/traceback.ts'
import { startProgram } from '../program.ts'
import { ask } from './surface-bench.ts'
import type { Program } from '../program.ts'

const FILE = 'test/programs/surface/handles-itself.mjs'
const PATHS = ['/throws', '/rejects', '/part/throws', '/part/rejects']

/** What nobody is shown the traceback of is the app's own to answer, wherever it does that. */
describe('a failure that the app answers for outside of the handler', () => {
  let programs: readonly Program[] = []
  beforeAll(async () => {
    const env = { INQUEST_VISIBILITY: 'locked' }
    programs = await Promise.all([
      startProgram(FILE, { preload: false, unlock: false, env: { INQUEST_ENV: 'none' } }),
      startProgram(FILE, { env }),
      startProgram(FILE, { env: { ...env, WRAPPED: 'yes' }, preload: false, unlock: false }),
    ])
  })
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()))
  })

  it.each(PATHS)('%s', async (path) => {
    const [bare, preloaded, wrapped] = await Promise.all(
      programs.map(async ({ origin }) => {
        // What throws through Node's parser leaves the connection unusable.
        const { status, body } = await ask(Number(new URL(origin).port), { path, agent: false })
        return `${status} ${body}`
      }),
    )
    expect(bare).toMatch(/^59[89] (?:process|outer)/)
    expect([preloaded, wrapped]).toEqual([bare, bare])
  })

  it('is a traceback all the same', async () => {
    const [, preloaded] = programs
    const list = await preloaded!.fetch('/__inquest__/api/tracebacks')
    const { tracebacks } = (await list.json()) as { tracebacks: readonly TracebackSummary[] }
    const messages = tracebacks.map(({ error }) => error.message).sort()
    expect(messages).toEqual(['part function', 'part, later', 'rejected', 'thrown'])
  })

  it('is shown to whoever is unlocked and asks for a page', async () => {
    const [, preloaded] = programs
    for (const path of PATHS) {
      const response = await preloaded!.fetch(path, { headers: { accept: 'text/html' } })
      expect((await response.text()).includes('id="inquest-data"'), path).toBe(true)
    }
  })
})
