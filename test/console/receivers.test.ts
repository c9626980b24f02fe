import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { completionTarget } from '../../src/server/console/completion-target.ts'
import { complete } from '../../src/server/console/index.ts'
import { previewOf } from '../../src/server/snapshot/index.ts'
import type { Completion } from '../../src/shared/evaluation.ts'
import { captureFrame, enterFrame, frameIn, liveFrame } from './live-frame.ts'
import type { LiveFrame } from './live-frame.ts'

const BODY = `
  const done = []
  const cart = {
    items: [{ price: 2, name: 'tea' }],
    owner: { mail: 'ann@example.org', get phone() { done.push('phone'); return {} } },
    total() { return { amount: this.items.length } },
    clear() { this.items = []; return this },
  }
  const settled = Promise.resolve({ rows: [1] }), waiting = new Promise(() => {})
  const failed = Promise.reject(new Error('no'))
  failed.catch(() => {})
  const query = { then(resolve) { done.push('query'); resolve({ rows: [] }) } }
  const proxy = new Proxy({}, { get() { done.push('get') }, has() { done.push('has') }, ownKeys() { done.push('keys') } })
  class Money { constructor(amount) { this.amount = amount } }
  function make() { return { made: 1 } }
  function touch() { done.push('touch'); return { made: 1 } }
  function endless() { for (;;); }
  async function find() { return query }
  async function load() { return { rows: [1] } }
  async function begin() { done.push('begin'); return { rows: [1] } }
  async function fail() { throw new Error('never handled') }
  function later() { return Promise.resolve().then(() => { done.push('later') }) }
  const key = 'owner'
  void [Money, make, touch, endless, load, find, begin, fail, later]`

/** `source` has the cursor as `|`, or at its end. */
function completed(frame: LiveFrame, source: string): Completion {
  const cursor = source.includes('|') ? source.indexOf('|') : source.length
  const { scratch, variables, look, declarations } = frame.console
  const parts = {
    enter: enterFrame(frame.frame),
    look,
    declarations,
    names: ['cart', 'make'],
    scratch,
    variables,
    from: pathToFileURL('test/console/live-frame.ts').href,
    detail: (value: unknown) => previewOf(value, { maxLength: 40 }),
  }
  return complete(parts, source.replace('|', ''), cursor)
}

const labelsIn = (frame: LiveFrame, source: string): readonly string[] =>
  completed(frame, source).items.map(({ label }) => label)

describe('what stands before the dot', () => {
  const frame = frameIn(BODY)
  const labels = (source: string): readonly string[] => labelsIn(frame, source)

  it.each([
    ['cart.items.map(x => x).', 'flatMap'],
    ['cart.items.map(x => x)[0].', 'price'],
    ['cart.items.map((x) => ({ twice: x.price * 2 }))[0].', 'twice'],
    ['Object.keys(cart).', 'flatMap'],
    ['Object.keys(cart)[0].', 'padStart'],
    ['make().', 'made'],
    ['make?.().', 'made'],
    ['cart.total().am', 'amount'],
    ['(() => cart)().', 'items'],
    ['(cart.items)[0].', 'price'],
    ['[cart][0].', 'items'],
    ['cart[key].', 'mail'],
    ["cart['items'].at(-1)?.", 'price'],
    ['cart.items[cart.items.length - 1].', 'price'],
    ["'abc'.", 'padStart'],
    ["'abc'.split('').", 'flatMap'],
    ['[1].', 'flatMap'],
    ['/x/.', 'test'],
    ['`t`.', 'padStart'],
    ['`${cart.items.map((x) => `${x.name}`)}`.', 'padStart'],
    ['({ a: 1 }).', 'a'],
    ['1..', 'toFixed'],
    ['1.5.', 'toFixed'],
    ['1n.', 'valueOf'],
    ['new Map().', 'entries'],
    ['new Map.', 'groupBy'],
    ['new Money(2).', 'amount'],
    ['[new Money(2)][0].', 'amount'],
    ['await settled.', 'then'],
    ['(await settled).', 'rows'],
    ['(await (await settled).rows).', 'flatMap'],
    ['(await cart).', 'items'],
    ['cart!.', 'items'],
    ['(cart as any).', 'items'],
    ['if (cart) (make()).', 'made'],
    ['return (cart).', 'items'],
    ['x => (cart).', 'items'],
    ['await (cart).', 'items'],
    ['cart\n  .items\n  .filter(Boolean)\n  .', 'flatMap'],
    ['make(/* no */).', 'made'],
    ['(make() // yes\n).', 'made'],
    ['cart.items = 1, make().', 'made'],
  ])('%s is looked at, and offers %s', (source, label) => {
    expect(labels(source)).toContain(label)
  })

  it.each([
    ['cart.items.filter((x) => x.price > 1)[', '0'],
    ["Object.groupBy(cart.items, (x) => x.name)['", "'tea'"],
    ['new Map([["k", 1]]).get(', "'k'"],
    ['(await settled)[', "'rows'"],
  ])('%s offers the key %s', (source, label) => {
    expect(labels(source)).toContain(label)
  })

  it.each([
    ...['touch().', '[touch()].', '[touch()][0].', 'cart.clear().', 'cart.items.map(touch).', 'cart.owner.phone.'],
    ...['make(touch()).', '(cart.items = make()).', '(cart.size = 1, cart).', '(delete cart.items, cart).'],
    ...['`${touch()}`.', 'cart[touch()].', '[...done.splice(0)].', 'done.push(1).', 'touch`x`.', 'eval("done").'],
    ...[
      '(await waiting).',
      '(await failed).',
      '(await query).',
      '(await begin()).',
      'load().',
      'find().',
      '(await find()).',
      'fail().',
      '[fail()].',
      'later().',
    ],
    ...['(await touch()).', '(async () => { await touch() })().', 'import("node:fs").', 'proxy.x.', '(await proxy).'],
    ...['new Function("done.push(1)")().', 'process.exit().', 'console.log(1).', 'setTimeout(touch).', 'cart().'],
    ...['nowhere().', 'make<Foo>().', 'new.target.', 'super.', 'super.x.', '{ a: 1 }.', '}.', ').', '].x.', '(].'],
    ...['const { | } = touch()', 'const { | } = await begin()', 'const { owner: { phone: { | } } } = cart'],
    ...['make(', 'cart.items.map(', 'x.#', '#', '"cart.#', '// cart.#'],
  ])('%s would do something, or is nothing, and offers nothing', async (source) => {
    expect(labels(source)).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
    expect(await frame.text('[done.length, cart.items.length, Object.keys(cart).length]')).toBe('[ 0, 1, 4 ]')
  })

  it('stops what takes too long, and does not try it again with every letter', async () => {
    const timed = (source: string): number => {
      const start = performance.now()
      expect(labels(source)).toEqual([])
      return performance.now() - start
    }
    expect(timed('endless().')).toBeGreaterThan(190)
    expect(timed('endless().l')).toBeLessThan(190)
    await frame.run('1')
    expect(timed('endless().le')).toBeGreaterThan(190)
  })

  it('takes any text without evaluating more than an expression', () => {
    const pieces = [
      ...['a', '.', '?.', '[', ']', '(', ')', '"', "'", '`', '${', '}', '{', ' ', '\n', '#', '5', '!', '/', '=>', ','],
      ...['this', 'new ', 'await ', 'if', 'const ', '=', 'of ', '...', ':', 'class ', 'async ', 'import', ';'],
    ]
    let state = 11
    const next = (): string => {
      state = (state * 1103515245 + 12345) % 2147483648
      return pieces[state % pieces.length]!
    }
    for (let round = 0; round < 4000; round++) {
      const before = Array.from({ length: round % 14 }, next).join('')
      const target = completionTarget(before, Array.from({ length: round % 5 }, next).join(''))
      expect(before.endsWith(target.typed)).toBe(true)
      if (target.kind !== 'members' && target.kind !== 'keys' && target.kind !== 'privates') continue
      expect(target.object.trim()).not.toBe('')
      expect(target.object).not.toContain('__inquest')
    }
  })

  it('takes deep nesting', () => {
    for (const [open, close] of ['()', '[]', '{}'] as const)
      expect(labels(`${open!.repeat(3000)}${close!.repeat(3000)}.`)).toEqual([])
    expect(labels(`const ${'{ a: '.repeat(1500)}{ |`)).toEqual([])
  })
})

describe('between braces', () => {
  const frame = frameIn(BODY)
  const labels = (source: string): readonly string[] => labelsIn(frame, source)

  it.each([
    ['const { | } = cart', 'items'],
    ['const { it| } = cart', 'items'],
    ['const { it|ems } = cart', 'items'],
    ['const { owner, | } = cart', 'items'],
    ['const { owner: { | } } = cart', 'mail'],
    ["let { ['owner']: { | } } = cart", 'mail'],
    ['const { owner: { | } = {} } = cart', 'mail'],
    ['const [{ | }] = cart.items', 'price'],
    ['const { items: [{ | }] } = cart', 'price'],
    ['({ | } = cart)', 'items'],
    ['const { | } = make()', 'made'],
    ['const { | } = await settled', 'rows'],
    ['for (const { | } of cart.items) {', 'price'],
    ['for (const { | } of cart.items.map(x => x)) { cart }', 'price'],
    ['const f = ({ | } = cart) => 1', 'items'],
    ['const { | } = cart; cart.', 'items'],
  ])('of %s offers the member %s', (source, label) => {
    expect(labels(source)).toContain(label)
  })

  it.each(['{ | }', '{ ca|', 'make({ | })', 'const a = { b: 1, | }', '({ c| })', 'if (cart) { | }', '({ | })'])(
    'of %s offers names in scope',
    (source) => {
      expect(labels(source)).toContain('cart')
    },
  )

  it.each(['const { | }', 'const { a: | } = cart', 'class A { | }', "import { | } from 'node:fs'", 'make([1, |])'])(
    'of %s offers nothing',
    (source) => {
      expect(labels(source)).toEqual([])
    },
  )

  it('leaves out what is taken already', () => {
    const offered = labels('const { items, owner: o, | } = cart')
    expect(offered).toContain('total')
    expect(offered).not.toContain('items')
    expect(offered).not.toContain('owner')
  })

  it('replaces what is typed up to the cursor', () => {
    expect(completed(frame, 'const { it| } = cart')).toMatchObject({ from: 8, to: 10 })
    expect(completed(frame, 'const { | } = cart')).toMatchObject({ from: 8, to: 8 })
  })
})

let ran = 0

class Safe {
  static #made = 0
  #code = 'secret'
  #unused = [1, 2]
  open = 1
  get #opened(): number {
    return ++ran
  }
  set #shut(value: number) {
    ran += value
  }
  #turn(): number {
    return this.#code.length
  }
  fail(other: unknown): never {
    const inner = new Inner()
    const empty = Object.create(null) as object
    throw new Error(
      String([Safe.#made, this.#unused, this.#opened, (this.#shut = 1), this.#turn(), inner, other, empty]),
    )
  }
  deep(): never {
    class Local {
      #code = 1
      #own = 2
      go(outer: Safe): never {
        throw new Error(String([this.#code, this.#own, outer.open]))
      }
    }
    return new Local().go(this)
  }
  outside(): never {
    return failOutside(this)
  }
}

class Inner {
  #code = 'of another class'
  #theirs = 1
  read(): unknown {
    return [this.#code, this.#theirs]
  }
}

function failOutside(safe: Safe): never {
  throw new Error(String(safe.open))
}

describe('private members', () => {
  const frameOf = (run: () => unknown): LiveFrame => liveFrame(captureFrame(run))

  it('are offered with their values where the frame may use them, and no accessor is run', () => {
    const frame = frameOf(() => new Safe().fail(undefined))
    const before = ran
    const items = completed(frame, 'this.#').items.map(({ label, detail }) => [label, detail])
    expect(items).toEqual([
      ['#code', "'secret'"],
      ['#unused', '[ 1, 2 ]'],
      ['#opened', 'getter'],
      ['#shut', 'setter'],
      ['#turn', expect.stringContaining('#turn')],
    ])
    expect(ran).toBe(before)
    expect(labelsIn(frame, 'Safe.#')).toEqual(['#made'])
    expect(labelsIn(frame, '[this][0].#co')).toEqual(['#code'])
    expect(labelsIn(frame, 'this?.#c')).toEqual(['#code'])
    expect(labelsIn(frame, 'this.#code.pad')).toContain('padStart')
    expect(labelsIn(frame, 'this.')).not.toContain('#code')
    expect(completed(frame, 'this.#co')).toMatchObject({ from: 5, to: 8 })
    expect(completed(frame, 'this.#')).toMatchObject({ from: 5, to: 6 })
  })

  it('are those of the class around the frame, not of others that have the same names', () => {
    const frame = frameOf(() => new Safe().fail(new Proxy(new Safe(), {})))
    expect(labelsIn(frame, 'inner.#')).toEqual([])
    expect(labelsIn(frame, 'other.#')).toEqual([])
    expect(labelsIn(frame, 'empty.#')).toEqual([])
    expect(labelsIn(frame, '5..#')).toEqual([])
    const local = frameOf(() => new Safe().deep())
    expect(labelsIn(local, 'this.#')).toEqual(['#code', '#own'])
    expect(labelsIn(local, 'outer.#')).not.toContain('#code')
    expect(labelsIn(local, 'outer.#')).toContain('#unused')
  })

  it('are not offered outside of their class', () => {
    const frame = frameOf(() => new Safe().outside())
    expect(labelsIn(frame, 'safe.op')).toContain('open')
    expect(labelsIn(frame, 'safe.#')).toEqual([])
  })
})
