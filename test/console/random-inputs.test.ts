import { inspect } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { frameIn } from './live-frame.ts'
import { createInputs } from './random-input.ts'

/**
 * Programs of declarations and statements mean in a console what they mean to Node's own `vm`, one input after the other:
 * the completion value, what is thrown, and what the names hold afterwards.
 */
describe('random inputs', () => {
  it.each(Array.from({ length: 25 }, (_, seed) => seed + 1))('mean what they mean to vm, seed %i', async (seed) => {
    const inputs = createInputs(seed)
    const frame = frameIn('')
    const context = createContext({})
    for (let round = 0; round < 8; round++) {
      const source = inputs.next()
      const state = `[${inputs.names().join(', ')}]`
      const expected = [source, state].map((text) => inContext(text, context))
      const results = [await frame.run(source), await frame.run(state)].map((evaluation) =>
        evaluation.kind === 'threw' ? `threw ${evaluation.error.name}` : evaluation.text,
      )
      expect({ source, results }).toEqual({ source, results: expected })
    }
    expect(Object.keys(frame.console.scratch).length).toBeGreaterThan(2)
  })

  it('with an await mean the same as without, but for the last expression', async () => {
    for (let seed = 100; seed < 110; seed++) {
      const inputs = createInputs(seed)
      const [plain, awaiting] = [frameIn(''), frameIn('')]
      for (let round = 0; round < 6; round++) {
        const source = inputs.next()
        const state = `[${inputs.names().join(', ')}]`
        await plain.run(source)
        await awaiting.run(`${source}\n;await 0`)
        const [expected, actual] = [await plain.text(state), await awaiting.text(state)]
        expect({ source, actual }).toEqual({ source, actual: expected })
      }
    }
  })
})

function inContext(source: string, context: object): string {
  try {
    return inspect(runInContext(source, context), { compact: 3, breakLength: 80 })
  } catch (error) {
    return `threw ${(error as Error).name}`
  }
}
