import { describe, expect, it } from 'vitest'
import type { Variable } from '../../src/shared/traceback.ts'
import {
  createRedactor,
  createValueTable,
  restoreValueTable,
  type ValueTable,
} from '../../src/server/snapshot/index.ts'

const soon = (): number => performance.now() + 5000
const tableOf = (options: Partial<Parameters<typeof createValueTable>[0]> = {}): ValueTable =>
  createValueTable({ prefix: 'v', ...options })
const refOf = (variable: Variable | undefined): string => {
  if (variable === undefined || !('value' in variable) || variable.value.ref === undefined) throw new Error('no ref')
  return variable.value.ref
}
const names = (variables: readonly Variable[] | undefined): unknown => variables?.map(({ name }) => name)

describe('view', () => {
  it('says type, preview and size, and gives a ref only to what has something inside', () => {
    const table = tableOf()
    expect(table.view(1)).toEqual({ type: 'number', preview: '1' })
    expect(table.view('tea')).toEqual({ type: 'string', preview: "'tea'", size: 3 })
    expect(table.view({})).toEqual({ type: 'object', preview: '{}' })
    expect(table.view([])).toEqual({ type: 'array', preview: '[]', size: 0 })
    expect(table.view([1])).toEqual({ type: 'array', preview: '[ 1 ]', size: 1, ref: 'v0' })
    expect(table.view(new Map([[1, 2]]))).toMatchObject({ type: 'map', size: 1, ref: 'v1' })
    expect(table.view('x'.repeat(200))).toMatchObject({ type: 'string', size: 200, ref: 'v2' })
    expect(table.view(() => 1)).toEqual({ type: 'function', preview: '[Function (anonymous)]' })
    expect(table.view(Object.assign(() => 1, { a: 1 }))).toMatchObject({ type: 'function', ref: 'v3' })
    expect(table.view(new ArrayBuffer(8))).toEqual({
      type: 'arraybuffer',
      preview: 'ArrayBuffer { [Uint8Contents]: <00 00 00 00 00 00 00 00>, byteLength: 8 }',
      size: 8,
      ref: 'v4',
    })
    expect(table.view(new Proxy({ a: 1 }, {}))).toEqual({ type: 'proxy', preview: 'Proxy' })
    expect(table.view(new Date(0))).toEqual({ type: 'date', preview: '1970-01-01T00:00:00.000Z' })
    expect(table.view(Object('abc'))).toEqual({ type: 'boxed', preview: "[String: 'abc']" })
  })

  it('gives an object one ref, through cycles too', () => {
    const table = tableOf()
    const shared = { id: 1 }
    const root: { a: object; b: object; self?: unknown } = { a: shared, b: shared }
    root.self = root
    const { ref } = table.view(root)
    expect(table.view(root).ref).toBe(ref)
    table.capture(soon())
    const [a, b, self] = table.expand(ref!)!.children
    expect(refOf(a)).toBe(refOf(b))
    expect(refOf(self)).toBe(ref)
    expect(table.view(shared).ref).toBe(refOf(a))
  })
})

describe('variables', () => {
  it('hides by name what could be a secret', () => {
    const table = tableOf({ redactor: createRedactor() })
    expect(table.variable('password', 'hunter2')).toEqual({ name: 'password', missing: 'redacted' })
    expect(table.variable('session', { user: 1 })).toEqual({ name: 'session', missing: 'redacted' })
    expect(table.variable('token', undefined)).toEqual({
      name: 'token',
      value: { type: 'undefined', preview: 'undefined' },
    })
    expect(tableOf().variable('password', 'hunter2')).toMatchObject({ value: { preview: "'hunter2'" } })
  })

  it('are read from the scope objects of V8', () => {
    const scope = Object.create(null) as Record<string, unknown>
    Object.assign(scope, { a: 1, b: 'x', password: 'y' })
    expect(tableOf({ redactor: createRedactor() }).variablesOf(scope)).toEqual([
      { name: 'a', value: { type: 'number', preview: '1' } },
      { name: 'b', value: { type: 'string', preview: "'x'", size: 1 } },
      { name: 'password', missing: 'redacted' },
    ])
    const reasons = new Map([['a', 'uninitialised'] as const])
    expect(tableOf().variablesOf(scope, reasons)[0]).toEqual({ name: 'a', missing: 'uninitialised' })
  })

  it('of a `with` object do not run its getters, and end somewhere', () => {
    const scope = {
      get a(): never {
        throw new Error('ran')
      },
      ...Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`n${i}`, i])),
    }
    Object.defineProperty(scope, 'a', {
      get: () => {
        throw new Error('ran')
      },
    })
    const variables = tableOf({ limits: { variables: 10 } }).variablesOf(scope)
    expect(variables[0]).toEqual({ name: 'a', missing: 'getter' })
    expect(variables.at(-1)).toEqual({ name: '… 591 more', missing: 'budget' })
    expect(tableOf().variablesOf(new Proxy({}, {}))).toEqual([])
  })
})

describe('expand', () => {
  it('lists what is inside of every kind', () => {
    const table = tableOf()
    const inside = (value: unknown): unknown => names(table.expand(table.view(value).ref!)?.children)
    expect(inside({ a: 1, [Symbol('s')]: 2 })).toEqual(['a', 'Symbol(s)'])
    expect(inside([5, 6])).toEqual(['0', '1'])
    expect(
      inside(
        new Map<unknown, unknown>([
          ['tea', 1],
          [{ a: 1 }, 2],
        ]),
      ),
    ).toEqual(["'tea'", '{ a: 1 }'])
    expect(inside(new Set(['x', 'y']))).toEqual(['0', '1'])
    expect(inside(new Uint8Array(2))).toEqual(['0', '1'])
    expect(inside(Object.assign(() => 1, { a: 1 }))).toEqual(['a'])
    expect(inside(Object.assign(new Error('e', { cause: 1 }), { code: 2 }))).toEqual([
      'stack',
      'message',
      'cause',
      'code',
    ])
    expect(inside(/x(\d)/.exec('x1'))).toEqual(['0', '1', 'index', 'input', 'groups'])
    expect(inside(Object.assign(new Map([[1, 2]]), { extra: 1 }))).toEqual(['1', 'extra'])
  })

  it('pages, by place, and skips holes', () => {
    const table = tableOf()
    const list = Array.from({ length: 120 }, (_, index) => index)
    // eslint-disable-next-line @typescript-eslint/no-array-delete -- a hole is wanted
    delete list[55]
    const { ref } = table.view(list)
    expect(names(table.expand(ref!, 118)?.children)).toEqual(['118', '119'])
    expect(table.expand(ref!, 50, 10)?.children).toHaveLength(9)
    expect(table.expand(ref!)).toMatchObject({ total: 120 })
    expect(table.expand(ref!, 500, 10)).toEqual({ children: [], total: 120 })
    for (const [from, count] of [
      [-1, 1],
      [NaN, NaN],
      [0.5, 1],
      [Infinity, 5],
      [0, -5],
      [0, 1e9],
    ]) {
      expect(table.expand(ref!, from, count)?.total).toBe(120)
    }
    expect(table.expand('v99')).toBeUndefined()
    expect(table.expand('__proto__')).toBeUndefined()
    table.capture(soon())
    expect(names(table.expand(ref!, 95, 10)?.children)).toEqual([
      '95',
      '96',
      '97',
      '98',
      '99',
      '100',
      '101',
      '102',
      '103',
      '104',
    ])
    table.release()
    expect(names(table.expand(ref!, 95, 10)?.children)).toEqual(['95', '96', '97', '98', '99', '100…119'])
    expect(table.expand(ref!, 50, 10)?.children).toHaveLength(9)
    expect(table.expand(ref!, 101, 10)).toEqual({ children: [], total: 101 })
  })

  it('gives a long string in pieces', () => {
    const table = tableOf()
    const { ref } = table.view(`${'a'.repeat(10_000)}${'b'.repeat(5000)}`)
    const { children, total } = table.expand(ref!)!
    expect(total).toBe(2)
    expect(names(children)).toEqual(['0…9999', '10000…14999'])
    expect(children[1]).toMatchObject({ value: { preview: `'${'b'.repeat(5000)}'` } })
    table.capture(soon())
    expect(table.expand(ref!)).toEqual({ children, total })
    table.release()
    expect(table.expand(ref!)).toMatchObject({
      total: 2,
      children: [
        { name: '0…999', value: { size: 1000 } },
        { name: '1000…14999', missing: 'budget' },
      ],
    })
  })

  it('of a redacted table shows no secret in any piece, also one that lies across two', () => {
    const secret = `eyJhbGciOiJIUzI1NiJ9.${'e'.repeat(600)}.${'f'.repeat(600)}`
    const table = tableOf({ redactor: createRedactor() })
    const { ref } = table.view(`${'a '.repeat(4700)}${secret} end ${'c '.repeat(9000)}`)
    const early = table.view(`${'a '.repeat(300)}${secret}`)
    const text = JSON.stringify([table.expand(ref!), table.expand(early.ref!)])
    table.capture(soon())
    table.release()
    for (const seen of [text, JSON.stringify(table)]) {
      expect(seen).not.toContain('eeee')
      expect(seen).not.toContain('ffff')
      expect(seen).toContain('a a a')
    }
  })

  it('masks members by their name, keys of Maps and pairs of lists too', () => {
    const table = tableOf({ redactor: createRedactor() })
    const inside = (value: unknown): unknown => table.expand(table.view(value).ref!)?.children
    expect(inside({ apiKey: 'k' })).toEqual([{ name: 'apiKey', missing: 'redacted' }])
    expect(inside(new Map([['token', 'k']]))).toEqual([{ name: "'token'", missing: 'redacted' }])
    expect(inside(['Cookie', 'sid=1'])).toMatchObject([{ name: '0' }, { name: '1', missing: 'redacted' }])
    expect(JSON.stringify(inside({ 'Bearer abc.def': { note: 'password=hunter2' } }))).not.toMatch(/abc|hunter2/)
  })
})

describe('capture', () => {
  it('goes three levels deep and says what is too deep', () => {
    const table = tableOf()
    const { ref } = table.view({ a: { b: { c: { d: 1 } } } })
    table.capture(soon())
    table.release()
    const a = table.expand(ref!)?.children[0]
    const b = table.expand(refOf(a))?.children[0]
    const c = table.expand(refOf(b))?.children[0]
    expect(c).toMatchObject({ name: 'c', value: { preview: '{ d: 1 }' } })
    expect(table.expand(refOf(c))).toEqual({ children: [{ name: '…', missing: 'depth' }], total: 1 })
  })

  it('holds its limits', () => {
    const table = tableOf()
    const list = table.view(Array.from({ length: 500 }, (_, index) => index)).ref!
    const wide = table.view(Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`p${index}`, index]))).ref!
    const map = table.view(new Map(Array.from({ length: 500 }, (_, index) => [index, index]))).ref!
    table.capture(soon())
    table.release()
    expect(table.expand(list, 0, 1000)?.children.at(-1)).toEqual({ name: '100…499', missing: 'budget' })
    expect(table.expand(wide, 0, 1000)?.children.at(-1)).toEqual({ name: '50…79', missing: 'budget' })
    expect(table.expand(map, 0, 1000)).toMatchObject({ total: 101 })
    const small = tableOf({ limits: { values: 30 } })
    const many = small.view(Array.from({ length: 50 }, () => ({ a: 1 }))).ref!
    small.capture(soon())
    small.release()
    expect(small.expand(many, 0, 100)?.children.at(-1)).toEqual({ name: '30…49', missing: 'budget' })
  })

  it('stops at its deadline, breadth first', () => {
    const table = tableOf()
    const first = table.view({ a: { b: 1 } }).ref!
    table.capture(performance.now() - 1)
    expect(table.expand(first)?.total).toBe(1)
    table.release()
    expect(table.expand(first)).toEqual({ children: [{ name: '…', missing: 'budget' }], total: 1 })
  })

  it('keeps the values of its time', () => {
    const table = tableOf()
    const value = { count: 1 }
    const { ref } = table.view(value)
    table.capture(soon())
    value.count = 2
    expect(table.expand(ref!)?.children).toEqual([{ name: 'count', value: { type: 'number', preview: '1' } }])
  })
})

describe('release, toJSON and restoring', () => {
  it('lets go of the objects', async () => {
    const table = tableOf()
    const weak = ((): WeakRef<object> => {
      const big = { list: new Array(10).fill({}) }
      table.view(big)
      table.capture(soon())
      return new WeakRef(big)
    })()
    table.release()
    const { setFlagsFromString } = await import('node:v8')
    setFlagsFromString('--expose-gc')
    const { runInNewContext } = await import('node:vm')
    const collect = runInNewContext('gc') as () => void
    await new Promise((resolve) => setTimeout(resolve, 0))
    collect()
    expect(weak.deref()).toBeUndefined()
  })

  it('survives a disk', () => {
    const table = tableOf({ redactor: createRedactor() })
    const holes: unknown[] = new Array<unknown>(150)
    holes[3] = { deep: { deeper: { deepest: { end: 1 } } } }
    table.view({
      holes,
      password: 'x',
      text: 'y'.repeat(5000),
      get g() {
        return 1
      },
    })
    table.capture(soon())
    table.release()
    const restored = restoreValueTable(JSON.parse(JSON.stringify(table)))
    const { entries } = table.toJSON()
    expect(entries.length).toBeGreaterThanOrEqual(5)
    for (const { ref } of entries) {
      for (const from of [0, 2, 50, 100]) expect(restored.expand(ref, from)).toEqual(table.expand(ref, from))
    }
    expect(restored.toJSON()).toEqual(table.toJSON())
    restored.capture(soon())
    expect(restored.view({ a: 1 }).ref).toBe(`v${entries.length}`)
  })

  it('refuses what is no stored table', () => {
    const good = { version: 1, prefix: 'v', entries: [{ ref: 'v0', members: { children: [], end: 0, total: 0 } }] }
    expect(restoreValueTable(good).expand('v0')).toEqual({ children: [], total: 0 })
    for (const bad of [
      null,
      1,
      [],
      {},
      { ...good, version: 2 },
      { ...good, prefix: 1 },
      { ...good, entries: {} },
      { ...good, entries: [{ ref: 'v0', missing: 'lost' }] },
      {
        ...good,
        entries: [
          { ref: 'v0', members: { children: [{ name: 'a', value: { type: 1, preview: '' } }], end: 1, total: 1 } },
        ],
      },
      { ...good, entries: [{ ref: 'v0', members: { children: [], end: -1, total: 0 } }] },
    ]) {
      expect(() => restoreValueTable(bad)).toThrow(TypeError)
    }
  })
})
