import { parse } from 'acorn'
import { describe, expect, it } from 'vitest'
import { onlyReads } from '../../src/server/console/only-reads.ts'

const reads = (source: string): boolean =>
  onlyReads(parse(source, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true }))

describe('an input', () => {
  it.each([
    '1+1',
    'order',
    'order?.items[0].price * 2',
    '`${a} and ${b}`',
    '[a, b, ...[1]].length',
    'typeof x',
    '!a ? b : -c',
    '(a, b)',
    '"x" in y',
    'a ?? b; c',
  ])('that only reads: %s', (source) => {
    expect(reads(source)).toBe(!source.includes('...'))
  })

  it.each([
    'f()',
    'new F',
    'a = 1',
    'a++',
    'delete a.b',
    'tag`x`',
    'import("x")',
    'await a',
    'const a = 1',
    'function f() {}',
    'class A {}',
    '() => 1',
    'for (const a of b);',
    'while (a);',
    '({ get a() { return 1 } })',
    'a.b.c()',
    'a[b = 1]',
    '`${f()}`',
    '[delete a.b]',
    'throw a',
  ])('that may change something: %s', (source) => {
    expect(reads(source)).toBe(false)
  })
})
