import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Frame } from '../../src/shared/traceback.ts'
import { consoleOf } from '../console/program-console.ts'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'

let program: Program
beforeAll(async () => {
  program = await startProgram('test/programs/capture/hot.mjs', {
    env: { INQUEST_LIMITS: 'pauseShare=1,errorsPerSecond=1000' },
  })
})
afterAll(() => program.stop())

/** Values of the local and block variables, or the reason for their absence. */
function variablesOf(frame: Frame): Record<string, string> {
  const own = frame.scopes.filter(({ kind }) => kind === 'local' || kind === 'block')
  return Object.fromEntries(
    own.flatMap(({ variables }) =>
      variables.map((v) => [v.name, 'value' in v ? v.value.preview : `missing: ${v.missing}`]),
    ),
  )
}

describe.each([10, 1000, 20_000, 400_000])('after %i calls', (calls) => {
  it('loops, strings and objects that never leave the function are all there', async () => {
    const { traceback, text } = await consoleOf(program, `/sums/${calls}`)
    expect(variablesOf(traceback.frames[0]!)).toMatchObject({
      n: '21',
      fail: 'true',
      dead: '42',
      text: "'a21b42'",
      total: '129',
      last: '[ 129, 21 ]',
    })
    expect(Object.values(variablesOf(traceback.frames[0]!)).filter((value) => value.startsWith('missing'))).toEqual([])
    expect(await text('[n, dead, text, total, short.twice === twice, last.length]')).toBe(
      "[ 21, 42, 'a21b42', 129, true, 2 ]",
    )
    expect(variablesOf(traceback.frames[1]!)).toMatchObject({
      kind: "'sums'",
      n: '21',
      fail: 'true',
      before: "'sums:21'",
    })
  })

  it('so is a method that makes objects of its own class', async () => {
    const { traceback, text } = await consoleOf(program, `/scaled/${calls}`)
    expect(variablesOf(traceback.frames[0]!)).toMatchObject({ by: '2', label: "'422'", half: '21' })
    expect(await text('[this.x, copy.x, copy instanceof Point, label, half]')).toBe("[ 21, 42, true, '422', 21 ]")
  })
})
