import { describe, expect, it, vi } from 'vitest'
import { OURS, runProgram, type Run } from './run-program.ts'

interface Pauses {
  readonly name: string
  readonly message: string
  readonly pauses: readonly (readonly string[])[]
}

vi.setConfig({ testTimeout: 30_000 })

describe('a program that fails', () => {
  const programs = [
    'floating.mjs',
    'top-level.mjs',
    'primitive.mjs',
    'loop.mjs',
    'required.cjs',
    'late.mjs',
    'never-handled.mjs',
  ]
  for (const program of programs) {
    it(`${program} fails as before`, async () => {
      const [before, after] = await Promise.all([run(`unhandled/${program}`), run(...OURS, `unhandled/${program}`)])
      expect(before.stdout + before.stderr).toMatch(/\w/)
      expect(after).toEqual(before)
    })
  }

  it('has the same lines in its stacks', async () => {
    const raw = await runProgram([...OURS, 'stacks.mjs'])
    const before = await runProgram(['stacks.mjs'])
    expect(before.stdout).toContain('at async top')
    expect(raw.stdout).not.toBe(before.stdout)
    expect(withoutColumns(raw.stdout)).toBe(withoutColumns(before.stdout))
  })

  it('pauses V8 in every awaiting frame, at its await', async () => {
    const { stdout } = await runProgram([...OURS, 'pauses.mjs'])
    const pauses = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Pauses)
    expect(pauses).toEqual([
      { name: 'outer', message: 'inner', pauses: [['inner 5:3'], ['middle 11:5'], ['outer 16:11']] },
      { name: 'driver', message: 'timer', pauses: [[], ['driver 20:5']] },
      { name: 'loop', message: 'timer', pauses: [[], ['generate 25:9'], ['loop 28:20']] },
      { name: 'loopOverPromises', message: 'timer', pauses: [[], ['loopOverPromises 31:20']] },
      { name: 'all', message: 'inner', pauses: [['inner 5:3'], ['inner 5:3'], ['middle 11:5'], ['all 35:5']] },
    ])
  })
})

/**
 * Columns on lines with an await move while source maps are off. The step of a `for await` that throws before its first
 * own await has one frame of ours below it.
 */
async function run(...args: readonly string[]): Promise<Run> {
  const { code, stdout, stderr } = await runProgram(args)
  return { code, stdout, stderr: withoutColumns(stderr).replace(/^ +at AsyncSteps\.next .*\n/m, '') }
}

function withoutColumns(text: string): string {
  return text.replace(/:\d+(?=\)?$)/gm, '')
}
