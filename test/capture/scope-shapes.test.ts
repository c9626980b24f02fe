import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consoleOf } from '../console/program-console.ts'
import { runProgram, startProgram } from '../program.ts'
import type { Program } from '../program.ts'

/** The frame that called `boom` (or threw itself): an expression in it, and what it gives. `not live`: a reason is shown. */
const TABLE: readonly (readonly [shape: string, expression: string, printed: string])[] = [
  ['switchDiscriminant', 'n', '1'],
  ['switchCase', '[n, inside]', '[ 1, 2 ]'],
  ['fieldInitialiser', '[n, this.a]', '[ 1, 2 ]'],
  ['staticField', '[n, this.a]', '[ 1, 2 ]'],
  ['staticBlock', 'inside', '3'],
  ['staticInLoop', '[i, doubled, this.a]', '[ 0, 0, [ 0, 0, 1 ] ]'],
  ['staticNamed', '[Named.a, m]', '[ 2, 2 ]'],
  ['staticNested', '[n, this.a]', '[ 1, 1 ]'],
  ['staticArrow', '[n, p]', '[ 1, 2 ]'],
  ['computedKey', '[n, key]', "[ 1, 'k1' ]"],
  ['computedKeyOfField', '[n, key]', "[ 1, 'k1' ]"],
  ['heritage', '[n, wanted]', '[ 1, 2 ]'],
  ['privateNames', '[this.#secret, this.#method(), got]', '[ 42, 42, 42 ]'],
  ['privateAccessor', 'this.#double', '2'],
  ['deadZone', '[n, typeof boom]', "[ 1, 'function' ]"],
  ['deadZone', 'late', 'threw: Uncaught ReferenceError: late is not defined'],
  ['deadZoneInDefault', 'typeof boom', "'function'"],
  ['defaultParameter', 'a', '2'],
  ['defaultParameterAndVar', '[a, f()]', '[ 5, 1 ]'],
  ['directEval', '[n, made]', '[ 1, 4 ]'],
  ['strictEval', '[n, made]', '[ 1, 5 ]'],
  ['indirectEval', '[m, made]', '[ 1, 6 ]'],
  ['newFunction', '[m, made]', '[ 1, 7 ]'],
  ['label', '[x, y]', '[ 2, 0 ]'],
  ['generator', '[i, doubled]', "[ 1, 'second' ]"],
  ['asyncGenerator', '[limit, half]', '[ 4, 2 ]'],
  ['forAwait', '[value, seen.length]', '[ 1, 2 ]'],
  ['afterAwait', '[before, between]', '[ 2, 3 ]'],
  ['throughProxy', '[asked, target.n]', "[ 'wanted', 1 ]"],
  ['getter', '[twice, this.n]', '[ 2, 1 ]'],
  ['setter', '[given, kept]', '[ 1, 2 ]'],
  ['otherRealm', 'inThere', 'not live'],
  ['scriptInThisRealm', '[m, made]', '[ 1, 8 ]'],
  ['catchDestructuring', '[code, text, missing]', "[ 1, 'why', 'none' ]"],
  ['finallyBlock', 'cleanup', '10'],
  ['superCall', '[this.given, extra, sum]', '[ 1, 2, 3 ]'],
  ['beforeSuper', '[given, early]', '[ 1, 2 ]'],
  ['afterSuper', '[given, this.length]', '[ 1, 3 ]'],
  ['constructorTarget', 'this.given', '1'],
  ['withStatement', '[inWith, block, object.inWith]', '[ 2, 3, 2 ]'],
  ['closureInLoop', '[i, made.map((f) => f())]', '[ 2, [ 0, 1, 2 ] ]'],
  ['arrowThis', '[item, sum, this.mark]', '[ 1, 2, 1 ]'],
  ['arrowArguments', '[count, ...arguments]', "[ 2, 1, 'second' ]"],
  ['argumentsShadowed', 'typeof boom', "'function'"],
  ['manyArguments', '[rest.length, rest[999]]', '[ 1000, 999 ]'],
  ['replacer', '[digit, number]', "[ '1', 2 ]"],
  ['toPrimitive', '[hint, asked]', "[ 'string', 'string' ]"],
  ['taggedTemplate', 'text', "'a|b1'"],
  ['frozen', '[n, held.n]', '[ 1, 1 ]'],
  ['primitive', 'why', "'a number'"],
  ['nobody', 'this', 'undefined'],
  ['sloppyNobody', 'this === globalThis', 'true'],
]

let program: Program
beforeAll(async () => {
  program = await startProgram('test/programs/capture/shapes.cjs', {
    env: { INQUEST_LIMITS: 'pauseShare=1,errorsPerSecond=1000' },
  })
})
afterAll(() => program.stop())

describe('a frame of the shape', () => {
  it.each(TABLE)('%s gives %s', async (shape, expression, printed) => {
    const { traceback, text } = await consoleOf(program, `/${shape}`)
    const app = traceback.frames.filter(({ origin }) => origin === 'app')
    const frame = app.find(({ functionName }) => functionName !== 'boom')
    expect(frame).toBeDefined()
    for (const { state, reason } of app) expect(state === 'live' || (reason ?? '') !== '').toBe(true)
    const definers = app.filter((_, index) => app[index - 1]?.functionName === '<static_initializer>')
    for (const { state, reason } of definers)
      expect([state === 'live', reason]).toEqual([false, expect.stringContaining('static')])
    if (printed === 'not live') {
      expect(frame).toMatchObject({ state: 'source-only', reason: expect.stringMatching(/\w+ \w+/) as unknown })
      return
    }
    expect(frame?.state).toBe('live')
    expect(await text(expression, frame!.index)).toBe(printed)
  })

  it('any in the table is one of the program, and any of the program is in the table', async () => {
    const shapes = (await (await program.fetch('/')).json()) as string[]
    expect([...new Set(TABLE.map(([shape]) => shape))].sort()).toEqual(shapes.sort())
  })

  it('has no variables that are missing without a reason', async () => {
    for (const [shape] of TABLE) {
      const { traceback } = await consoleOf(program, `/${shape}`)
      for (const variable of traceback.frames.flatMap(({ scopes }) => scopes.flatMap(({ variables }) => variables))) {
        expect('value' in variable || variable.missing.length > 0).toBe(true)
        if ('missing' in variable) expect(['uninitialised', 'getter', 'depth']).toContain(variable.missing)
      }
    }
  })
})

describe('random nests of scopes', () => {
  it.each([1, 100, 200])(
    'from seed %i on: no crash, every frame live or with a reason',
    { timeout: 90_000 },
    async (from) => {
      const { code, stdout, stderr } = await runProgram('test/programs/capture/random-scopes.mjs', {
        preload: false,
        args: [String(from), String(from + 100)],
      })
      expect([code, code === 0 ? '' : `last seed: ${stderr.trim().split('\n').at(-1)}`]).toEqual([0, ''])
      const summary = JSON.parse(stdout) as Record<string, number>
      expect(summary).toMatchObject({ failures: 0, withoutReason: 0, gone: 0 })
      expect(summary['live']).toBeGreaterThan(100)
    },
  )
})
