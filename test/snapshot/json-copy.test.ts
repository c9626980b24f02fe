import { describe, expect, it } from 'vitest'
import { createRedactor, createValueTable } from '../../src/server/snapshot/index.ts'
import type { JsonCopy } from '../../src/shared/traceback.ts'

function copy(value: unknown, redacted = false): JsonCopy {
  const table = createValueTable({ prefix: 'v', ...(redacted ? { redactor: createRedactor() } : {}) })
  // Inside a list everything has a place, a number, too.
  const { ref } = table.view([value])
  const found = table.copy({ ref: ref!, place: 0 })
  if (found === undefined) throw new Error('nothing to copy')
  return found
}
const parsed = (value: unknown, redacted = false): unknown => JSON.parse(copy(value, redacted).text)

describe('a copy as JSON', () => {
  it('is what JSON.stringify gives, where that gives everything', () => {
    const plain = {
      id: 7,
      name: 'tea "green"\n\u2028\u0001',
      list: [1, [true, null]],
      deep: { a: {}, b: [] },
      ü: '\ud83d\ude00',
    }
    expect(copy(plain)).toEqual({ text: JSON.stringify(plain, null, 2).replace('\\u2028', '\u2028'), cut: false })
    expect(parsed('\ud83d')).toBe('\ud83d')
    for (const value of [0, -1.5, 1e300, '', 'x', true, null]) expect(copy(value).text).toBe(JSON.stringify(value))
  })

  it('says in words what JSON has no form for', () => {
    const cyclic: Record<string, unknown> = { id: 1 }
    cyclic['self'] = cyclic
    expect(parsed(cyclic)).toEqual({ id: 1, self: '[circular]' })
    const twice = { a: 1 }
    expect(parsed([twice, twice])).toEqual([{ a: 1 }, { a: 1 }])
    expect(parsed({ a: undefined, b: 10n, c: NaN, d: Symbol('s'), e: () => 1 })).toEqual({
      a: '[undefined]',
      b: '[10n]',
      c: '[NaN]',
      d: '[Symbol(s)]',
      e: '[Function: e]',
    })
    // eslint-disable-next-line no-sparse-arrays -- a hole is what is looked at
    expect(parsed([1, , 3])).toEqual([1, '[empty]', 3])
    expect(
      parsed({
        get total() {
          return 1
        },
      }),
    ).toEqual({ total: '[Getter]' })
    expect(parsed(new Date(0))).toBe('1970-01-01T00:00:00.000Z')
    expect(parsed(new URL('http://a/b?c'))).toBe('http://a/b?c')
    expect(parsed(new Map([['a', new Set([1, 2])]]))).toEqual({ a: [1, 2] })
    expect(parsed(new Map([[{ id: 1 }, 'x']]))).toEqual([[{ id: 1 }, 'x']])
    expect(parsed(new Uint8Array([1, 2]))).toEqual([1, 2])
    expect(parsed(Buffer.from('tea'))).toEqual({ type: 'Buffer', base64: 'dGVh' })
    expect(parsed(Object.assign(new TypeError('bad'), { stack: 'Error: bad', code: 7 }))).toEqual({
      name: 'TypeError',
      stack: 'Error: bad',
      message: 'bad',
      code: 7,
    })
  })

  it('is the value that something stands for', () => {
    expect(parsed([Object(3), Object('x'), Object(false), Object(3n)])).toEqual([3, 'x', false, '[3n]'])
    expect(parsed(new (class Day extends Date {})(0))).toBe('1970-01-01T00:00:00.000Z')
    expect(parsed(new Date(NaN))).toBe('Invalid Date')
    expect(parsed(new TextEncoder().encode('tea').buffer)).toEqual({ type: 'ArrayBuffer', base64: 'dGVh' })
    expect(parsed(new DataView(new TextEncoder().encode('tea').buffer, 1, 1))).toEqual({ type: 'DataView', base64: 'ZQ==' }) // prettier-ignore
    expect(parsed(new TextEncoder().encode('password=hunter2').buffer, true)).toBe('[redacted]')
    expect(parsed(new DOMException('gone', 'AbortError'))).toMatchObject({ name: 'AbortError', message: 'gone' })
    expect(parsed(Object.assign(new Error('x'), { name: 'Mine' }))).toMatchObject({ name: 'Mine', message: 'x' })
    expect(parsed([-0, undefined, null])).toEqual([0, '[undefined]', null])
  })

  it('loses nothing that comes twice', () => {
    expect(parsed(new URLSearchParams('a=1&b=2&a=3'))).toEqual({ a: ['1', '3'], b: '2' })
    expect(parsed(new URLSearchParams('token=1x&b=2&token=3'), true)).toEqual({ token: '[redacted]', b: '2' })
    expect(parsed(new URLSearchParams('token=&token=hunter2'), true)).toEqual({ token: '[redacted]' })
    expect(parsed(new URLSearchParams('__proto__=1&__proto__=2'))).toEqual(JSON.parse('{"__proto__":["1","2"]}'))
  })

  it('is real where the table is, and masked where it is masked', () => {
    const value = { user: 'ann', password: 'hunter2', url: 'postgres://a:pw1@h/' }
    expect(parsed(value)).toEqual(value)
    expect(parsed(value, true)).toEqual({ user: 'ann', password: '[redacted]', url: 'postgres://a:••••••@h/' })
    const table = createValueTable({ prefix: 's', redactor: createRedactor() })
    const { ref } = table.view(value)
    expect(table.copy({ ref: ref!, place: 1, name: 'password' })).toEqual({ text: '"[redacted]"', cut: false })
  })

  it('has an end', () => {
    const started = performance.now()
    for (const value of [
      new Array(1_000_000).fill({ a: 1 }),
      Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`k${index}`, index])),
      Buffer.alloc(50_000_000),
      'x'.repeat(20_000_000),
      Array.from({ length: 100 }).reduce((inside) => [inside], 'deep'),
    ]) {
      const { text, cut } = copy(value)
      expect(cut).toBe(true)
      expect(text.length).toBeLessThan(10_000_000)
      JSON.parse(text)
    }
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('calls no toJSON, own or inherited', () => {
    const spoiled = { toJSON: () => 'spoiled', a: 'x' }
    Reflect.set(String.prototype, 'toJSON', () => 'spoiled')
    try {
      expect(copy(spoiled).text).toBe('{\n  "toJSON": "[Function: toJSON]",\n  "a": "x"\n}')
    } finally {
      Reflect.deleteProperty(String.prototype, 'toJSON')
    }
  })
})

describe('a place of the tree', () => {
  const order = {
    // eslint-disable-next-line no-sparse-arrays -- a hole has a place, too
    lines: [{ price: 3 }, , { price: 4 }],
    get total() {
      return 7
    },
  }

  it('leads to the real value', () => {
    const table = createValueTable({ prefix: 'v' })
    const { ref } = table.view(order)
    expect(table.find({ ref: ref! })).toEqual({ kind: 'value', value: order })
    const page = table.expand(ref!)!
    expect(page.places).toBeUndefined()
    const [lines] = page.children
    const linesRef = lines !== undefined && 'value' in lines ? lines.value.ref! : ''
    expect(table.expand(linesRef)?.places).toEqual([0, 2])
    expect(table.find({ ref: linesRef, place: 2, name: '2' })).toEqual({ kind: 'value', value: { price: 4 } })
    expect(table.find({ ref: ref!, place: 1, name: 'total' })).toEqual({ kind: 'getter', target: order, key: 'total' })
  })

  it('leads nowhere once something else is there, or nothing', () => {
    const changing: Record<string, number> = { a: 1, b: 2 }
    const table = createValueTable({ prefix: 'v' })
    const { ref } = table.view(changing)
    delete changing['a']
    expect(table.find({ ref: ref!, place: 0, name: 'a' })).toBeUndefined()
    expect(table.find({ ref: ref!, place: 0, name: 'b' })).toEqual({ kind: 'value', value: 2 })
    expect(table.find({ ref: ref!, place: 7 })).toBeUndefined()
    expect(table.find({ ref: 'v99' })).toBeUndefined()
    table.release()
    expect(table.find({ ref: ref! })).toBeUndefined()
  })
})
