import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { frameIn } from './live-frame.ts'

const text = (source: string): Promise<string> => frameIn('').text(source)

describe('a result', () => {
  it.each([
    '({ a: { b: { c: { d: 1 } } }, e: [1, 2, { f: 1 }] })',
    'Array.from({ length: 90 }, (_, i) => i * i)',
    'Array.from({ length: 30 }, (_, i) => "word" + i)',
    '({ list: Array.from({ length: 30 }, (_, i) => ({ i })), map: new Map([[{ a: 1 }, new Set([1, 2])]]) })',
    '({ name: "x".repeat(40), other: "y".repeat(40), more: [] })',
    '[[1, [2, [3, [4]]]]]',
    '[1.5, undefined, , 3]',
    'const a = { b: {} }; a.b.a = a; a',
    'Object.fromEntries(Array.from({ length: 40 }, (_, i) => ["key" + i, i]))',
    'Object.create(null, { x: { value: 1, enumerable: true } })',
    '[1, 2, 3].map(String).concat(["a long text to be broken behind"], ["another long text that is broken"])',
  ])("%s has the lines of Node's REPL", async (source) => {
    const value: unknown = runInNewContext(source.replace(/^const (.*)$/, '$1'))
    expect(await text(source)).toBe(inspect(value, { depth: 2 }))
  })

  it('has its columns whatever the elements', async () => {
    const frame = frameIn('')
    for (let seed = 1; seed < 60; seed++) {
      const list = Array.from({ length: (seed * 7) % 90 }, (_, i) =>
        seed % 2 === 0 ? (i * seed * 7919) % 10 ** ((seed % 8) + 1) : 'x'.repeat((i * seed) % ((seed % 17) + 2)),
      )
      expect(await frame.text(JSON.stringify({ list }))).toBe(inspect({ list }))
    }
  })

  it.each([
    ['class Account { name = "acc"; #secret = 42 } new Account()', "Account { name: 'acc', #secret: 42 }"],
    ['new WeakRef({ a: 1 })', 'WeakRef { { a: 1 } }'],
    ['Promise.resolve({ a: 1 })', 'Promise { { a: 1 } }'],
    ['new Proxy({ a: 1 }, {})', 'Proxy [ { a: 1 }, {} ]'],
    ['Object.assign(function f() {}, { a: 1 })', '[Function: f] { a: 1 }'],
  ])('%s tells what the page tells', async (source, shown) => {
    expect(await text(source)).toBe(shown)
  })

  it.each([
    '({ __proto__: { get [Symbol.toStringTag]() { return ++ran } } })',
    '({ __proto__: { constructor: class { static get name() { return ++ran } } } })',
    'Object.create({ constructor: class A { static [Symbol.hasInstance]() { return ++ran } } })',
    'class R extends RegExp { get flags() { return ++ran } get source() { return ++ran } } new R("a")',
    'class E extends Error { get message() { return ++ran } get name() { return ++ran } } ran = 0; [new E()]',
    '({ nested: { get a() { return ++ran }, [Symbol.for("nodejs.util.inspect.custom")]: () => ++ran } })',
  ])('%s runs nothing when it is printed', async (source) => {
    const frame = frameIn('globalThis.ran = 0')
    expect(await frame.run(source)).toMatchObject({ kind: 'value' })
    expect(await frame.text('ran')).toBe('0')
  })

  it('of thousands of keys is cut, with a count', async () => {
    const shown = await text('Object.fromEntries(Array.from({ length: 9000 }, (_, i) => ["key" + i, i]))')
    expect(shown.length).toBeLessThan(3000)
    expect(shown).toMatch(/\n {2}… 8900 more\n\}$/)
  })
})
