import { describe, expect, it } from 'vitest'
import { rewriteAwaits, type ModuleKind } from '../../src/server/instrument/index.ts'

/** Rewritten code with our names cut down to one letter. */
function rewrite(source: string, kind: ModuleKind = 'module'): string {
  const result = rewriteAwaits(source, kind)
  if (result.kind !== 'rewritten') return result.kind
  return result.code.replace(/__inquest_(.)\w+__/g, '$1')
}

describe('rewriteAwaits', () => {
  const table: readonly (readonly [source: string, rewritten: string])[] = [
    ['await x', 's(await w( x))'],
    ['await x;', 's(await w( x));'],
    ['await(x)', 's(await w((x)))'],
    ['await[x]', 's(await w([x]))'],
    ['await{x}', 's(await w({x}))'],
    ['await`t`', 's(await w(`t`))'],
    ['await await x', 's(await w( s(await w( x))))'],
    ['await (await x)', 's(await w( (s(await w( x)))))'],
    ['await (a, b)', 's(await w( (a, b)))'],
    ['await /* c */ ( x /* d */ ) // e', 's(await w( /* c */ ( x /* d */ ))) // e'],
    ['await // c\n  x // d\n', 's(await w( // c\n  x)) // d\n'],
    ['a\nawait x\nb', 'a\ns(await w( x))\nb'],
    ['let a = 1\nawait x\n;[1].map(f)', 'let a = 1\ns(await w( x))\n;[1].map(f)'],
    ['(await x) ** 2', '(s(await w( x))) ** 2'],
    ['-await x', '-s(await w( x))'],
    ['await -x', 's(await w( -x))'],
    ['typeof await x', 'typeof s(await w( x))'],
    ['new (await x)()', 'new (s(await w( x)))()'],
    ['(await x)?.y', '(s(await w( x)))?.y'],
    ['await x?.y', 's(await w( x?.y))'],
    ['(await x)`t`', '(s(await w( x)))`t`'],
    ['`${await x}${await y}`', '`${s(await w( x))}${s(await w( y))}`'],
    ['await import("x")', 's(await w( import("x")))'],
    ['export default await x', 'export default s(await w( x))'],
    ['export const a = await x, b = await y', 'export const a = s(await w( x)), b = s(await w( y))'],
    ['f(...await x, await y)', 'f(...s(await w( x)), s(await w( y)))'],
    ['x = { [await a]: await b, ...await c }', 'x = { [s(await w( a))]: s(await w( b)), ...s(await w( c)) }'],
    ['class A { static [await x] = 1 }', 'class A { static [s(await w( x))] = 1 }'],
    ['class A extends (await x) {}', 'class A extends (s(await w( x))) {}'],
    ['const { a = await x } = y', 'const { a = s(await w( x)) } = y'],
    [
      'for (let i = await (a in b); await i; await c) ;',
      'for (let i = s(await w( (a in b))); s(await w( i)); s(await w( c))) ;',
    ],
    ['for (const a of await x) ;', 'for (const a of s(await w( x))) ;'],
    ['for await (const a of x) ;', 'for await (const a of  i(x)) ;'],
    ['for await (const a of[1]) ;', 'for await (const a of i([1])) ;'],
    ['for await (a.b of (x, y)) ;', 'for await (a.b of ( i((x, y)))) ;'],
    ['for await (a of await x) ;', 'for await (a of  i(s(await w( x)))) ;'],
    ['for await (const a of b = c) ;', 'for await (const a of  i(b = c)) ;'],
    ['async (a) => await x', 'async (a) => s(await w( x))'],
    ['x = async () => await { a }', 'x = async () => s(await w( { a }))'],
    ['switch (await x) { case await y: }', 'switch (s(await w( x))) { case s(await w( y)): }'],
    [
      'async function* f() { yield await x; yield y; return z }',
      'async function* f() { yield s(await w( x)); yield s(await w(y)); return s(await w(z)) }',
    ],
    [
      'async function* f() { yield (a, b); yield* c }',
      'async function* f() { yield (s(await w((a, b)))); yield* d(c) }',
    ],
    ['async function* f() { yield; return }', 'unchanged'],
    ['async function* f() { yield 1; return { a } }', 'unchanged'],
    ['async function* f() { return () => { return a } }', 'unchanged'],
    ['async function* f() { function* g() { yield a; return b } }', 'unchanged'],
    ['x = { async *f() { for (;;) return a?.b } }', 'x = { async *f() { for (;;) return s(await w(a?.b)) } }'],
    ['async function f() { return a }', 'unchanged'],
    ['reject(a)', 'reject(h(a))'],
    ['#!/usr/bin/env node\nawait x', '#!/usr/bin/env node\ns(await w( x))'],
    ['x < await y > z', 'x < s(await w( y)) > z'],
    ['if (a) await x\nelse await y', 'if (a) s(await w( x))\nelse s(await w( y))'],
    ['label: await x', 'label: s(await w( x))'],
    ['/re/.test(await x) / 2', '/re/.test(s(await w( x))) / 2'],
    ['page.evaluate(async () => await x)', 'unchanged'],
    [
      'await page.$eval(s, async (e) => await e, await y)',
      's(await w( page.$eval(s, async (e) => await e, s(await w( y)))))',
    ],
    ['evaluate(async () => await x)', 'evaluate(async () => s(await w( x)))'],
    ['x = "await y" // await z', 'unchanged'],
    ['async () => 1', 'unchanged'],
    ['await using x = y', 'unchanged'],
    ['for await (await using x of y) ;', 'for await (await using x of  i(y)) ;'],
    ['x.await + { await: 1 }.await', 'unchanged'],
  ]
  for (const [source, rewritten] of table) {
    it(source, () => {
      expect(rewrite(source)).toBe(rewritten)
    })
  }

  it('reads CommonJS as a function body', () => {
    expect(rewrite('return async () => await x, new.target', 'script')).toBe(
      'return async () => s(await w( x)), new.target',
    )
    expect(rewrite('const await = 1; await', 'script')).toBe('unchanged')
    expect(rewrite('await x', 'script')).toBe('unparsable')
  })

  it('takes an unknown file for CommonJS where it can be that, as Node does', () => {
    expect(rewrite('await (x)', 'unknown')).toBe('unchanged')
    expect(rewrite('await x', 'unknown')).toBe('s(await w( x))')
    expect(rewrite('import "x"; await (x)', 'unknown')).toBe('import "x"; s(await w( (x)))')
    expect(rewrite('return async () => await x', 'unknown')).toBe('return async () => s(await w( x))')
  })

  it('says why a file does not parse', () => {
    expect(rewriteAwaits('@d class A { async a() { await 1 } }', 'module')).toEqual({
      kind: 'unparsable',
      reason: "Unexpected character '@' (1:0)",
    })
    // The message of the kind that the file looks like.
    expect(rewriteAwaits('import "x"\nawait const', 'unknown')).toMatchObject({
      reason: expect.stringContaining('(2:6)') as string,
    })
  })

  it('does not rewrite twice', () => {
    const once = rewriteAwaits('await x', 'module')
    expect(once.kind === 'rewritten' && rewriteAwaits(once.code, 'module').kind).toBe('unchanged')
  })

  it('survives what is too deep to parse', () => {
    const deep = `await ${'('.repeat(50_000)}x${')'.repeat(50_000)}`
    expect(rewriteAwaits(deep, 'module').kind).toBe('unparsable')
    const long = `await x${' + x'.repeat(1500)}`
    expect(rewriteAwaits(long, 'module').kind).toBe('rewritten')
  })

  it('places insertions by the lines that V8 counts', () => {
    const result = rewriteAwaits('a\r\n  await x\u2028await y\r await\n z', 'module')
    if (result.kind !== 'rewritten') throw new Error(result.kind)
    expect(result.insertions.map(({ line, column }) => [line, column])).toEqual([
      [2, 3],
      [2, 8],
      [2, 10],
      [3, 1],
      [3, 6],
      [3, 8],
      [4, 2],
      [4, 7],
      [5, 3],
    ])
  })

  it('joins insertions at one place', () => {
    const result = rewriteAwaits('for await (a of[await x]) await await y', 'module')
    if (result.kind !== 'rewritten') throw new Error(result.kind)
    const places = result.insertions.map(({ column }) => column)
    expect(new Set(places).size).toBe(places.length)
    const inserted = result.insertions.reduce((sum, { length }) => sum + length, 0)
    expect(result.code.length).toBe('for await (a of[await x]) await await y'.length + inserted)
  })
})
