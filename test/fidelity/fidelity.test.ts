import { describe, expect, it } from 'vitest'
import { readCorpus } from './expectation.ts'
import { atMost } from './parallel.ts'
import { runProgram } from './program-run.ts'
import { isComplete } from './score.ts'

/** All start at once as far as vitest is concerned; the lane lets two of them run. */
const inLane = atMost(2)

/** The groups that need nothing installed or bundled first; `npm run fidelity` runs all of them. */
const GROUPS = ['throws/', 'errors/', 'scopes/', 'async/']
const INSTALLS = ['async/drivers']

const corpus = readCorpus().filter(
  ({ name }) => GROUPS.some((group) => name.startsWith(group)) && !INSTALLS.includes(name),
)

describe('a failure of', () => {
  it('is tested in all its kinds', () => {
    expect(corpus.length).toBeGreaterThan(50)
  })

  for (const program of corpus) {
    it.concurrent(
      program.name,
      async () => {
        const { scores } = await inLane(() => runProgram(program, process.execPath))
        // What lies in V8's nature is in the table, not here; that the program ran at all is.
        if (program.limit === undefined) expect(scores.complaints).toEqual([])
        else expect(scores.frames.total).toBeGreaterThan(0)
        expect(isComplete(scores) || program.limit !== undefined).toBe(true)
      },
      600_000,
    )
  }
})
