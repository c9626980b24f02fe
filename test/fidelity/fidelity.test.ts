import { describe, expect, it } from 'vitest'
import { readCorpus } from './expectation.ts'
import { atMost } from './parallel.ts'
import { runProgram } from './program-run.ts'
import { isComplete } from './score.ts'

/** All start at once as far as vitest is concerned; the lane lets two of them run. */
const inLane = atMost(2)

describe('a failure of', () => {
  for (const program of readCorpus()) {
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
