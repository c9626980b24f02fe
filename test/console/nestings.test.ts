import { stripTypeScriptTypes } from 'node:module'
import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { interpret } from '../../src/server/console/interpret.ts'
import { createNesting } from './random-nesting.ts'

/** What is added at the end of several things that end at the same place has to be in the right order. */
describe('what is made of an input can be parsed', () => {
  it.each([
    'const load = () => fetch(url).then(r => r.json())',
    'let l2 = () => Promise.resolve(1).then(x => x + 1)',
    'const tt = () => `${a.then}`',
    'const tick = () => process.nextTick(() => {})',
    'var v1 = () => a.catch(b)',
    'const f = async () => await p.then(x => x)',
    'function f1() { for (const x of list) y = () => x.then(1) }',
    'function f2() { for (;;) for (;;) y = async () => await x.then(await z) }',
    'for (const x of list) var y = () => x.then(1)',
    'for (const x of list) y = () => () => x.then(1)',
    'await 1; const g = async () => await known(1).then(known)',
    'class A { field = () => x.then(y) }',
    'class A extends (() => x.then(y)) {}',
    'let { a = () => x.then(y) } = {}',
    'function f(){}known(() => x.then(y))',
  ])('%s', (source) => {
    expect(translated(source)).toBe('parses')
  })

  it('for thousands of nested arrows, loops, declarations and awaits', () => {
    const random = createNesting(7)
    for (let round = 0; round < 1500; round++) {
      const source = random.next()
      expect({ source, verdict: translated(source) }).toEqual({ source, verdict: 'parses' })
    }
  })
})

function translated(source: string): string {
  const program = interpret(source, {
    stripTypes: (source, mode) => stripTypeScriptTypes(source, { mode }),
    scratchNames: new Set(['known']),
    guarded: true,
    targetKind: (name) => (name === 'y' ? 'constant' : 'plain'),
  })
  if (program.kind !== 'program') return JSON.stringify(program)
  try {
    new Script(program.source)
    return 'parses'
  } catch (error) {
    return `${String(error)}: ${program.source}`
  }
}
