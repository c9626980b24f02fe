import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { previewOf } from '../../src/server/snapshot/index.ts'
import { complete } from '../../src/server/console/index.ts'
import { completionTarget } from '../../src/server/console/completion-target.ts'
import type { Completion } from '../../src/shared/evaluation.ts'
import { captureFrame, enterFrame, frameIn, liveFrame } from './live-frame.ts'
import type { LiveFrame } from './live-frame.ts'

const BODY = `
  let ran = 0
  const user = { name: 'zoe', address: { city: 'Bern', 'not-a-name': 1, "it's": 2 }, tags: ['a', 'b'], get secret() { ran++; return { no: 1 } } }
  const list = [{ first: 1 }]
  const proxy = new Proxy({ hidden: 1 }, { get() { ran++ }, ownKeys() { ran++; return [] }, getPrototypeOf() { ran++; return null } })
  const large = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => ['key' + n, n]))
  const bytes = new Uint8Array(5e7), holes = new Array(1e8), text = 'x'.repeat(3e8)
  const shop = new Map([['tea', 4], [7, 'seven'], [{}, 1]]), names = new Set(['ann']), big = new Array(1e6).fill(0)
  const many = new Map(Array.from({ length: 100_000 }, (_, n) => ['key' + n, n]))
  const nothing = null, über = { größe: 1 }`

function completed(frame: LiveFrame, source: string, cursor = source.length): Completion {
  const parts = {
    enter: enterFrame(frame.frame),
    look: frame.console.look,
    declarations: frame.console.declarations,
    names: ['user', 'list', 'über', 'ran'],
    scratch: frame.console.scratch,
    variables: frame.console.variables,
    from: pathToFileURL('test/console/live-frame.ts').href,
    detail: (value: unknown) => `${typeof value} ${previewOf(value, { maxLength: 40 })}`,
  }
  return complete(parts, source, cursor)
}

describe('completion', () => {
  const frame = frameIn(BODY)
  const labels = (source: string, cursor?: number): string[] =>
    completed(frame, source, cursor).items.map(({ label }) => label)

  it.each([
    ['us', 'user', 0],
    ['user.', 'name', 5],
    ['user.na', 'name', 5],
    ['user?.', 'name', 6],
    ['user?.na', 'name', 6],
    ['user.address.c', 'city', 13],
    ['user?.address?.c', 'city', 15],
    ['user["address"].c', 'city', 16],
    ["user['address'].c", 'city', 16],
    ['list[0].fi', 'first', 8],
    ['list.ma', 'map', 5],
    ['1 + user.na', 'name', 9],
    ['f(user.address.', 'city', 15],
    ['{ a: user.', 'name', 10],
    ['`${user.', 'name', 8],
    ['await user.', 'name', 11],
    ['typeof us', 'user', 7],
    ['new Ma', 'Map', 4],
    ['x = us', 'user', 4],
    ['process.plat', 'platform', 8],
    ['globalThis.proc', 'process', 11],
    ['"text".pad', 'padStart', 7],
    ["'text'.", 'padStart', 7],
    ['text.pad', 'padStart', 5],
    ['über.gr', 'größe', 5],
    ['üb', 'über', 0],
    ['', 'user', 0],
    ['aw', 'await', 0],
    ['a\nuser.', 'name', 7],
  ])('of %j offers %s', (source, label, from) => {
    const completion = completed(frame, source)
    expect(completion.items.map((item) => item.label)).toContain(label)
    expect([completion.from, completion.to]).toEqual([from, source.length])
  })

  it.each([
    '"user.',
    "'us",
    '`us',
    '`user.',
    '// us',
    '/* user.',
    '/user.',
    '5.',
    '5',
    'user.name ',
    'f().',

    'user.address[key].x.',
    'user[f()].',
    'nowhere.',
    'nothing.',
    'const us',
    'function us',
    'class us',
    'user.secret.',
    'proxy.hidden.',
    'super.',
    '.',
    '?.',
    ')].',
  ])('of %j offers nothing', (source) => {
    expect(labels(source)).toEqual([])
  })

  it('runs no getter and no trap', async () => {
    labels('user.secret.')
    labels('user.se')
    labels('proxy.')
    labels('proxy.hidden.')
    expect(labels('user.se')).toEqual(['secret'])
    expect(await frame.text('ran')).toBe('0')
  })

  it('offers no private names, no names that are none, none twice, and none of its own', () => {
    class Vault {
      #code = 1
      open = 2
      fail(): never {
        throw new Error(String(this.#code))
      }
    }
    const vault = liveFrame(captureFrame(() => new Vault().fail()))
    const offered = completed(vault, 'this.').items.map(({ label }) => label)
    expect(offered).toEqual(expect.arrayContaining(['open', 'fail', 'hasOwnProperty']))
    expect(offered.filter((label) => label.includes('#'))).toEqual([])
    expect(labels('user.address.')).not.toContain('not-a-name')
    expect(new Set(labels('user.')).size).toBe(labels('user.').length)
    expect(labels('__inquest')).toEqual([])
  })

  it.each([
    ['text.', 'number 300000000'],
    ['"abc".', 'number 3'],
    ['`abc`.', 'number 3'],
    ['big.', 'number 1000000'],
    ['holes.', 'number 100000000'],
    ['list.', 'number 1'],
    ['[1, 2].', 'number 2'],
    ['(list).', 'number 1'],
  ])('%s has the length of the value, not that of its prototype', (source, detail) => {
    const length = completed(frame, source).items.find(({ label }) => label === 'length')
    expect(length).toMatchObject({ kind: 'property', detail })
  })

  it.each([
    ['(user).', 'name'],
    ['(user.address).c', 'city'],
    ['((user)).address.', 'city'],
    ['[1, [2]].ma', 'map'],
    ['/x/.te', 'test'],
  ])('%s is followed', (source, label) => {
    expect(labels(source)).toContain(label)
  })

  it.each(['f(user).', 'user.go(1).', '(user = list).', '(f()).', '[ran++].', 'f`x`.', '(user)(1).', ')(.', '([).'])(
    '%s would do something, and is not',
    (source) => {
      expect(labels(source)).toEqual([])
    },
  )

  it('marks what is inherited', () => {
    const items = completed(frame, 'list.').items
    expect(items.find(({ label }) => label === 'length')?.kind).toBe('property')
    expect(items.find(({ label }) => label === 'map')?.kind).toBe('inherited')
  })

  it('offers what the console declared, and its members', async () => {
    const mine = frameIn('')
    await mine.run('const session = { token: 1 }; function later() {}')
    const of = (source: string): string[] => completed(mine, source).items.map(({ label }) => label)
    expect(of('ses')).toEqual(['session'])
    expect(of('lat')).toEqual(['later'])
    expect(of('session.t')).toEqual(['token', 'toString', 'toLocaleString'])
  })

  it('of `this` asks the `this` of the frame', () => {
    const strict = frameIn('"use strict"', undefined)
    expect(completed(strict, 'this.').items).toEqual([])
    const boxed = frameIn('"use strict"', 'text')
    expect(completed(boxed, 'this.pad').items.map(({ label }) => label)).toContain('padStart')
  })

  it('of a text with more behind the cursor looks at what stands before it', () => {
    expect(labels('user.na + "x"', 7)).toEqual(['name'])
  })

  it.each(['large.key99', 'bytes.len', 'holes.ma', 'text.pad', 'large.', "large['k", 'many.get(', 'big['])(
    'of %s is cut',
    (source) => {
      const items = labels(source)
      expect(items.length).toBeGreaterThan(0)
      expect(items.length).toBeLessThanOrEqual(200)
    },
  )

  it.each([
    ["shop.get('", "'tea'", 9],
    ["shop.get('te", "'tea'", 9],
    ['shop.has("', '"tea"', 9],
    ['shop.get(', "'tea'", 9],
    ['shop.get(', '7', 9],
    ['shop?.delete(', '7', 13],
    ["user['", "'name'", 5],
    ["user['na", "'name'", 5],
    ["user.address['not", "'not-a-name'", 13],
    ['user.address["', '"it\'s"', 13],
    ["user.address['it", "'it\\'s'", 13],
    ['user?.[', "'name'", 7],
    ['list[', '0', 5],
    ['big[12', '12', 4],
    ['big[12', '120', 4],
    ['names.has(', "'ann'", 10],
  ])('of %j offers the key %s', (source, label, from) => {
    const completion = completed(frame, source)
    const offered = completion.items.map((item) => item.label)
    expect([completion.from, offered.includes(label)]).toEqual([from, true])
  })

  it.each([
    ["import { a } from 'node:f", 'node:fs'],
    ['import "node:f', 'node:fs'],
    ["import('hon", 'hono'],
    ["await import('@hono/", '@hono/node-server'],
    ["const x = require('./live", './live-frame.ts'],
    ["require('../", '../console/'],
    ["import x from '..", '../console/'],
    ["require('fs/pr", 'fs/promises'],
  ])('of %s offers the module %s', (source, label) => {
    const { items, from, to } = completed(frame, source)
    expect(items.map((item) => item.label)).toContain(label)
    expect(label.startsWith(source.slice(from, to).replace(/^\.\.$/, '../'))).toBe(true)
  })

  it.each([
    "x.require('",
    "from('",
    "nothing.get('",
    "user.name.get('",
    "proxy['",
    "proxy.get('",
    "user.secret['",
    "'user['",
    "f()['",
  ])('of %s offers no key', (source) => {
    expect(labels(source)).toEqual([])
  })

  it('counts what it leaves out', () => {
    // The properties of all objects are among them.
    expect(completed(frame, 'large.')).toMatchObject({ more: 100_000 + 12 - 200 })
    expect(completed(frame, 'large.key9').more).toBeGreaterThan(11_000 - 200)
    expect(completed(frame, "large['key")).toMatchObject({ more: 100_000 - 200 })
    expect(completed(frame, 'big[')).toMatchObject({ more: 1_000_000 - 200 })
    expect(completed(frame, 'big[12')).toMatchObject({ more: 11_111 - 200 })
    expect(completed(frame, 'many.get(')).toMatchObject({ more: 100_000 - 200 })
    expect(completed(frame, 'user.')).not.toHaveProperty('more')
  })

  it('puts type and value beside the labels, without running anything', async () => {
    const detailOf = (source: string, label: string): string | undefined =>
      completed(frame, source).items.find((item) => item.label === label)?.detail
    expect(detailOf('user.', 'name')).toBe("string 'zoe'")
    expect(detailOf('user.', 'secret')).toBe('getter')
    expect(detailOf("shop.get('", "'tea'")).toBe('number 4')
    expect(detailOf('list[', '0')).toBe('object { first: 1 }')
    expect(detailOf('us', 'user')).toMatch(/^object \{ name: 'zoe'/)
    expect(detailOf('Ma', 'Map')).toMatch(/Map/)
    expect(detailOf('du', 'dump')).toMatch(/^all variables/)
    expect(completed(frame, 'du').items[0]).toMatchObject({ label: 'dump', kind: 'helper' })
    await frame.run('const mine = 5')
    expect(detailOf('mi', 'mine')).toBe('number 5')
    expect(await frame.text('ran')).toBe('0')
  })

  it.each([
    ['usr', 'user'],
    ['suer', undefined],
    ['uesr', 'user'],
    ['userr', 'user'],
    ['uzer', 'user'],
    ['USER', 'user'],
    ['user.adress', 'address'],
    ['user.hOP', 'hasOwnProperty'],
    ['Object.gopn', 'getOwnPropertyNames'],
    ['Object.gOPD', 'getOwnPropertyDescriptor'],
    ['zz', undefined],
  ])('of the slip %s offers %s', (source, label) => {
    const offered = labels(source)
    if (label === undefined) expect(offered).not.toContain('user')
    else expect(offered).toContain(label)
  })

  it('ranks what begins as typed first, then own before inherited, the frame before the globals', () => {
    expect(labels('u').indexOf('user')).toBeLessThan(labels('u').indexOf('undefined'))
    expect(labels('list.').indexOf('length')).toBeLessThan(labels('list.').indexOf('map'))
    const mixed = labels('user.ta')
    expect(mixed[0]).toBe('tags')
  })

  it('takes any text', () => {
    const pieces = [
      'a',
      '.',
      '?.',
      '[',
      ']',
      '(',
      ')',
      '"',
      "'",
      '`',
      '${',
      '}',
      '{',
      ' ',
      '\n',
      '#',
      '5',
      '\\',
      '/',
      '*',
      'this',
      'é',
      '😀',
      '\u2028',
    ]
    let state = 7
    for (let round = 0; round < 3000; round++) {
      let source = ''
      for (let n = round % 12; n >= 0; n--) {
        state = (state * 1103515245 + 12345) % 2147483648
        source += pieces[state % pieces.length]!
      }
      const target = completionTarget(source)
      expect(source.endsWith(target.typed)).toBe(true)
      if (target.kind === 'members') expect(target.object).toMatch(/^[\p{L}\d_$'"]/u)
    }
  })
})
