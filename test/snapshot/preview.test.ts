import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { KNOWS_NOTHING } from '../../src/server/snapshot/engine-knowledge.ts'
import { createRedactor, previewOf, typeOfValue } from '../../src/server/snapshot/index.ts'

/* eslint-disable @typescript-eslint/no-extraneous-class -- classes as values */
class Item {
  id = 2
}
class Cache extends Map<unknown, unknown> {}
class HttpError extends Error {}
const numbers = Array.from({ length: 1000 }, (_, index) => index + 1)
const holey: number[] = new Array<number>(4)
holey[1] = 2
holey[3] = 4
const cyclic: { self?: unknown; id: number } = { id: 1 }
cyclic.self = cyclic
const nullError = new Error('bare')
Object.setPrototypeOf(nullError, null)
const accessors = Object.defineProperties(
  {},
  {
    read: { get: () => 1, enumerable: true },
    write: { set: () => undefined, enumerable: true },
    both: { get: () => 1, set: () => undefined, enumerable: true },
    hidden: { value: 1 },
  },
)

const table: readonly (readonly [value: unknown, preview: string, type?: string])[] = [
  [undefined, 'undefined', 'undefined'],
  [null, 'null', 'null'],
  [true, 'true', 'boolean'],
  [0, '0', 'number'],
  [-0, '-0'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  [1e21, '1e+21'],
  [10n, '10n', 'bigint'],
  [10n ** 400n, '<bigint of more than 308 digits>'],
  ['tea', "'tea'", 'string'],
  ['', "''"],
  ["it's", `"it's"`],
  [`'"`, '`\'"`'],
  ['\'"`', "'\\'\"`'"],
  ['a\nb\t\\', "'a\\nb\\t\\\\'"],
  ['\u001b[31m', "'\\x1b[31m'"],
  ['\u202eevil', "'\\u202eevil'"],
  ['\u0000\u009b\u2028', "'\\x00\\x9b\\u2028'"],
  ['\ud83d\ude00 \ud83d', "'\ud83d\ude00 \\ud83d'"],
  ['x'.repeat(500), `'${'x'.repeat(117)}'…`],
  [Symbol('x'), 'Symbol(x)', 'symbol'],
  [Symbol('a\nb'), 'Symbol(a\\nb)'],
  [Symbol.iterator, 'Symbol(Symbol.iterator)'],
  [{}, '{}', 'object'],
  [{ id: 2, price: -1 }, '{ id: 2, price: -1 }'],
  [{ 'a-b': 1, '1x': 2, [Symbol('s')]: 3 }, "{ 'a-b': 1, '1x': 2, Symbol(s): 3 }"],
  [{ a: { b: { c: 1 } } }, '{ a: { b: [Object] } }'],
  [{ a: [[1], [new Item()], new Map()] }, '{ a: [ [Array], [Array], [Map] ] }'],
  [{ s: 'q'.repeat(200) }, `{ s: '${'q'.repeat(60)}'… }`],
  [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }, '{ a: 1, b: 2, c: 3, d: 4, e: 5, … 2 more }'],
  [cyclic, '<ref *1> { id: 1, self: [Circular *1] }'],
  [accessors, '{ read: [Getter], write: [Setter], both: [Getter/Setter] }'],
  [Object.create(null), '[Object: null prototype] {}'],
  [Object.create(Object.create(Object.create(null) as object) as object), 'Object <Complex prototype> {}'],
  [Object.create(Object.create(null) as object), '[Object: null prototype] {}'],
  [new Item(), 'Item { id: 2 }'],
  [Item.prototype, '{}'],
  [[], '[]', 'array'],
  [[1, 2, 3], '[ 1, 2, 3 ]'],
  [numbers, '[ 1, 2, 3, 4, 5, … 995 more ]'],
  [holey, '[ <1 empty item>, 2, <1 empty item>, 4 ]'],
  [new Array(1e6), '[ <1000 or more empty items>, … 999000 more ]'],
  [[undefined, null], '[ undefined, null ]'],
  [/(\d)/.exec('x1'), "[ '1', '1', index: 1, input: 'x1', groups: undefined ]"],
  [new (class Rows extends Array {})(), 'Rows(0) [Array] []'],
  [new Map(), 'Map(0) {}', 'map'],
  [
    new Map<unknown, unknown>([
      ['tea', 4],
      [{ a: 1 }, { b: 2 }],
    ]),
    "Map(2) { 'tea' => 4, { a: 1 } => { b: 2 } }",
  ],
  [new Map(numbers.map((n) => [n, n])), 'Map(1000) { 1 => 1, 2 => 2, 3 => 3, 4 => 4, 5 => 5, … 995 more }'],
  [new Cache([[1, 2]]), 'Cache(1) [Map] { 1 => 2 }'],
  [new Set([1, 'b']), "Set(2) { 1, 'b' }", 'set'],
  [new WeakMap(), 'WeakMap { <items unknown> }', 'weakmap'],
  [new WeakSet(), 'WeakSet { <items unknown> }', 'weakset'],
  [new WeakRef({ a: 1 }), 'WeakRef { { a: 1 } }', 'weakref'],
  [new Date(0), '1970-01-01T00:00:00.000Z', 'date'],
  [new Date(NaN), 'Invalid Date'],
  [/re\/x/giv, '/re\\/x/giv', 'regexp'],
  [function total() {}, '[Function: total]', 'function'],
  [
    (
      () => () =>
        1
    )(),
    '[Function (anonymous)]',
  ],
  [async () => Promise.resolve(), '[AsyncFunction (anonymous)]'],
  [function* walk() {}, '[GeneratorFunction: walk]'],
  [async function* walk() {}, '[AsyncGeneratorFunction: walk]'],
  [class A {}, '[class A]', 'class'],
  [Cache, '[class Cache extends Map]'],
  [class {}, '[class (anonymous)]'],
  [Math.max, '[Function: max]'],
  [(function* () {})(), 'Object [Generator] {}', 'generator'],
  [new Map().keys(), '[Map Iterator]', 'iterator'],
  [new Set().values(), '[Set Iterator]'],
  [new TypeError('bad\nluck'), 'TypeError: bad\\nluck', 'error'],
  [new HttpError('gone'), 'HttpError: gone'],
  [new Error(''), 'Error'],
  [nullError, 'Error: bare'],
  [{ error: new RangeError('r') }, '{ error: [RangeError: r] }'],
  [new DOMException('m', 'AbortError'), 'AbortError: m', 'error'],
  [Promise.resolve(1), 'Promise', 'promise'],
  [Buffer.from('hel'), "<Buffer 68 65 6c> 'hel'", 'buffer'],
  [
    Buffer.from('smørrebrød på tallerken'.repeat(20)),
    "<Buffer 73 6d c3 b8 72 72 65 62 72 c3 b8 64 20 70 c3 a5 … 504 more> 'smørrebrød på tallerkensmørrebrød på tallerkensmø'…",
  ],
  [Buffer.from([0xff, 0xd8, 0xff]), '<Buffer ff d8 ff>'],
  [Buffer.alloc(100), `<Buffer${' 00'.repeat(16)} … 84 more>`],
  [new Uint8Array([1, 2, 3]), 'Uint8Array(3) [ 1, 2, 3 ]', 'typedarray'],
  [new BigInt64Array(1), 'BigInt64Array(1) [ 0n ]'],
  [new ArrayBuffer(4), 'ArrayBuffer { [Uint8Contents]: <00 00 00 00>, byteLength: 4 }', 'arraybuffer'],
  [new SharedArrayBuffer(4), 'SharedArrayBuffer { [Uint8Contents]: <00 00 00 00>, byteLength: 4 }'],
  [new DataView(new ArrayBuffer(2)), 'DataView { byteLength: 2 }', 'dataview'],
  [Object(3), '[Number: 3]', 'boxed'],
  [Object('x'), "[String: 'x']"],
  [Object(Symbol('x')), '[Symbol: Symbol(x)]'],
  [new Proxy({ a: 1 }, {}), 'Proxy', 'proxy'],
  [new Proxy(() => 1, {}), 'Proxy', 'proxy'],
  [Object.create(new Proxy({}, {})), '[Object: proxy prototype] {}'],
  [new URL('https://example.org/a?b=1'), "URL 'https://example.org/a?b=1'", 'url'],
  [new URLSearchParams('a=1'), "URLSearchParams '?a=1'", 'searchparams'],
  [runInNewContext('({ a: [1], m: new Map([[1, 2]]) })'), '{ a: [ 1 ], m: Map(1) { 1 => 2 } }'],
  [runInNewContext('new TypeError("far")'), 'TypeError: far', 'error'],
]

function argumentsOf(..._: unknown[]): unknown {
  // eslint-disable-next-line prefer-rest-params -- the object itself is wanted
  return arguments
}

describe('previewOf', () => {
  it.each(table.map(([value, preview], index) => [index, preview, value] as const))('%i: %s', (_, preview, value) => {
    expect(previewOf(value)).toBe(preview)
  })

  it.each(table.filter(([, , type]) => type !== undefined).map(([value, preview, type]) => [preview, type, value]))(
    '%s is of type %s',
    (_, type, value) => {
      expect(typeOfValue(value)).toBe(type)
    },
  )

  it('shows arguments', () => {
    expect(previewOf(argumentsOf(1, 'b'))).toBe("[Arguments] [ 1, 'b' ]")
  })

  it('holds every limit it is given', () => {
    const value = { list: numbers, text: 'z'.repeat(1000), deep: { a: { b: { c: 1 } } } }
    expect(previewOf(value, { maxMembers: 1 })).toBe('{ list: [ 1, … 999 more ], … 2 more }')
    expect(previewOf({ text: 'z'.repeat(30) }, { maxString: 5 })).toBe("{ text: 'zzzzz'… }")
    expect(previewOf({ a: { b: 1 } }, { depth: 0 })).toBe('{ a: [Object] }')
    expect(previewOf({ a: { b: { c: { d: 1 } } } }, { depth: 3 })).toBe('{ a: { b: { c: { d: 1 } } } }')
    for (const [value] of table) expect(previewOf(value, { maxLength: 40 }).length).toBeLessThanOrEqual(40)
  })

  it('never gives more than a line of 120 characters', () => {
    for (const [value] of table) {
      const preview = previewOf({ value, list: [value, value], map: new Map([[value, value]]) })
      expect(preview.length).toBeLessThanOrEqual(120)
      // eslint-disable-next-line no-control-regex -- control characters are what must not be there
      expect(preview).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/)
    }
  })

  it('tells the state of a promise where it is told', () => {
    expect(
      previewOf(Promise.resolve(1), {
        engine: { ...KNOWS_NOTHING, promise: () => ({ state: 'pending', result: undefined }) },
      }),
    ).toBe('Promise { <pending> }')
  })

  it('says of what is broken that it cannot be read', () => {
    expect(previewOf(Object.create(URL.prototype))).toMatch(/^<unreadable: .+>$/)
    const buffer = new ArrayBuffer(8)
    const view = new DataView(buffer)
    structuredClone(buffer, { transfer: [buffer] })
    expect(previewOf({ view })).toMatch(/^\{ view: <unreadable: .+> \}$/)
  })

  it('does not read strings that would have to be put together first', () => {
    expect(previewOf('ab'.repeat(2 ** 27))).toBe('<string of 268435456 characters>')
  })

  it('masks by name and by shape, keys of Maps and pairs of lists too', () => {
    const redactor = createRedactor()
    const show = (value: unknown): string => previewOf(value, { redactor, maxLength: 500 })
    expect(show({ password: 'hunter2', user: 'ann' })).toBe("{ password: ••••••, user: 'ann' }")
    expect(show(new Map([['apiKey', 'abc']]))).toBe("Map(1) { 'apiKey' => •••••• }")
    expect(show(['Host', 'a', 'Cookie', 'sid=1'])).toBe("[ 'Host', 'a', 'Cookie', •••••• ]")
    expect(show([['authorization', 'Basic abc']])).toBe("[ [ 'authorization', •••••• ] ]")
    expect(show({ card: { number: 1 }, n: 4242424242424242 })).toBe('{ card: ••••••, n: •••••• }')
    expect(show({ token: undefined, session: null, auth: () => 1, secret: false })).toBe(
      '{ token: undefined, session: null, auth: [Function: auth], secret: false }',
    )
    expect(show(new URL('postgres://u:pw@h/db?token=1'))).toBe("URL 'postgres://u:••••••@h/db?token=••••••'")
    expect(show(new Error('at postgres://u:pw@h'))).toBe('Error: at postgres://u:••••••@h')
    expect(show(`${'x'.repeat(440)} eyJhbGciOiJIUzI1NiJ9.${'e'.repeat(900)}.sig`)).not.toContain('eyJ')
  })
})
