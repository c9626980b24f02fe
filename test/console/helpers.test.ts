import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'
import { commentAbove } from '../../src/server/function-places.ts'
import { captureFrame, frameIn, liveFrame } from './live-frame.ts'
import { consoleOf } from './program-console.ts'
import type { ProgramConsole } from './program-console.ts'

describe('dump()', () => {
  it('shows all variables as they are now, scope by scope, and gives them to be opened', async () => {
    const frame = frameIn(
      'let n = 1; const list = [1, 2]; { let n = "inner"; if (given) throw new Error(n) } let dead',
      null,
      1,
    )
    await frame.run('n = "assigned"; const mine = 5')
    const dumped = await frame.run('dump()')
    expect(dumped.kind === 'value' && dumped.text.split('\n')).toEqual([
      'block',
      "  n  'assigned'",
      'local',
      '  given  1',
      '  n      1',
      '  list   [ 1, 2 ]',
      '  dead   <not initialised>',
      'console',
      '  mine  5',
    ])
    expect(dumped.kind === 'value' && dumped.value).toMatchObject({ type: 'object', ref: expect.any(String) as string })
  })

  it('leaves _ alone, and can be printed, joined and nested', async () => {
    const frame = frameIn('let n = 1')
    await frame.run('7')
    await frame.run('dump()')
    expect(await frame.text('_')).toBe('7')
    expect(await frame.text('`${dump()}`.includes("n      1")')).toBe('true')
    expect(await frame.run('process.stdout.write(String(dump(frame.index))); 1')).toMatchObject({
      output: [{ text: expect.stringMatching(/^number: 0\n/) as string }],
    })
    expect(await frame.text('await dump(n)')).toMatch(/^number: 1/)
  })

  it('of many variables is cut, with a count', async () => {
    const frame = frameIn(`let ${Array.from({ length: 300 }, (_, index) => `v${index} = ${index}`).join(', ')}`)
    expect(await frame.text('dump()')).toContain('… 101 more')
  })
})

describe('dump(x)', () => {
  it('shows its own, then what is inherited, and runs neither getters nor traps', async () => {
    const frame = frameIn(`
      let ran = 0
      class Base { get risky() { ran++ } set only(v) {} below() {} }
      class User extends Base { name = 'zoe'; above() {} }
      const user = new User(), proxy = new Proxy({}, { get() { ran++ }, ownKeys() { ran++; return [] }, getPrototypeOf() { ran++; return null } })
      const odd = Object.create(proxy)`)
    expect((await frame.text('dump(user)')).split('\n')).toEqual([
      "object: User { name: 'zoe' }",
      'own',
      "  name  'zoe'",
      'inherited from User.prototype',
      '  constructor  [class User extends Base]',
      '  above        [Function: above]',
      'inherited from Base.prototype',
      '  constructor  [class Base]',
      '  risky        [Getter]',
      '  only         [Setter]',
      '  below        [Function: below]',
      expect.stringMatching('inherited from Object.prototype'),
      expect.stringMatching(/^ {2}constructor, .*hasOwnProperty/),
    ])
    await frame.text('dump(proxy)')
    expect(await frame.text('dump(odd)')).toMatch(/inherited from a Proxy/)
    expect(await frame.text('ran')).toBe('0')
  })

  it.each([
    ['undefined', 'undefined: undefined'],
    ['null', 'null: null'],
    ['"text"', "string (4): 'text'\ninherited from String.prototype"],
    ['new Map([["a", 1]])', "map (1): Map(1) { 'a' => 1 }\nown\n  'a'  1"],
    ['Object.create(null)', 'object: [Object: null prototype] {}'],
  ])('of %s', async (source, shown) => {
    const text = await frameIn('').text(`dump(${source})`)
    expect(text.slice(0, shown.length)).toBe(shown)
  })
})

describe('helpers', () => {
  it('work in a peek, but for the one with a side effect', async () => {
    const frame = frameIn('let user = { name: "zoe" }')
    expect(await frame.peek('dump()')).toMatchObject({
      kind: 'value',
      text: expect.stringContaining("name: 'zoe'") as string,
    })
    expect(await frame.peek('dump(user)')).toMatchObject({
      kind: 'value',
      text: expect.stringContaining('own') as string,
    })
    expect(await frame.peek('help()')).toMatchObject({
      kind: 'value',
      text: expect.stringContaining('dump(x)') as string,
    })
    expect(await frame.peek('help(user)')).toMatchObject({ kind: 'value' })
    expect(await frame.peek('frame.index')).toMatchObject({ kind: 'value', text: '0' })
    expect(await frame.peek('copy(user)')).toMatchObject({ kind: 'refused', code: 'side-effect' })
  })

  it('yield to variables of the frame, to globals, and to what is declared', async () => {
    const own = frameIn('let dump = 1, help = 2, copy = 3, frame = 4, request = 5, error = 6')
    expect(await own.text('[dump, help, copy, frame, request, error]')).toBe('[ 1, 2, 3, 4, 5, 6 ]')
    const frame = frameIn('')
    Object.assign(globalThis, { dump: 'global' })
    let ran = 0
    Object.defineProperty(globalThis, 'copy', { get: () => ran++, configurable: true })
    try {
      expect(await frame.text('dump')).toBe("'global'")
      expect(await frame.text('help()')).toMatch(/Not offered, as this app has its own: dump, copy/)
      expect(await frame.text('help()')).not.toContain('dump(x)')
      expect(ran).toBe(0)
      const later = frameIn('')
      expect(await later.text('typeof dump')).toBe("'string'")
    } finally {
      for (const name of ['dump', 'copy']) Reflect.deleteProperty(globalThis, name)
    }
    const mine = frameIn('')
    await mine.run('let help = "mine"')
    expect(await mine.text('help')).toBe("'mine'")
  })

  it('take a global back that comes while the console is open', async () => {
    const frame = frameIn('')
    expect(await frame.text('typeof help')).toBe("'function'")
    await frame.run('globalThis.help = "the app\'s"')
    expect(await frame.text('help')).toBe('"the app\'s"')
    Reflect.deleteProperty(globalThis, 'help')
  })

  it('leave no global behind', async () => {
    const before = Reflect.ownKeys(globalThis).length
    const frame = frameIn('let n = 1')
    for (const source of ['dump()', 'dump(n)', 'help()', 'help(n)', 'copy(n)', 'frame', 'request', 'error'])
      await frame.run(source)
    expect(Reflect.ownKeys(globalThis).length).toBe(before)
  })
})

describe('help(x)', () => {
  const frame = frameIn('')
  it.each([
    ['(a, b = 1) => a', '(anonymous)(a, b = 1)'],
    ['(function total(items, { tax = 0, /* why */ ...rest } = {}) {})', 'total(items, { tax = 0, ...rest } = {})'],
    ['async function* walk() {}; help(walk)', 'async *walk()'],
    ['({ async load(id) {} }).load', 'async load(id)'],
    ['({ get x() { return 1 } })', 'A value of type object\nmembers\n  x  [Getter]'],
    ['class A {}; help(A)', 'class A'],
    ['Math.max', 'max(a, b)\n  built in'],
    ['new Proxy(() => 1, {})', 'A Proxy: what it is like only its handler knows, and that would have to be asked.'],
    ['"abc"', "A string of 3 characters: 'abc'"],
    ['12', 'A number, whole: 12'],
    ['1.5', 'A number: 1.5'],
    ['10n', 'A bigint: 10n'],
    ['null', 'null: no object.'],
    ['undefined', 'undefined: nothing was assigned, or returned.'],
    ['Symbol("s")', 'A symbol: Symbol(s)'],
  ])('of %s', async (source, shown) => {
    const text = await frame.text(source.includes('help(') ? source : `help(${source})`)
    expect(text).toBe(shown)
  })

  it('of a class tells how it is made, and its members', async () => {
    const text = await frame.text(
      'class B { constructor(a, { b }) {} m(x) {} static s() {} get g() { return 1 } #p = 1; [`c`]() {} }; help(B)',
    )
    expect(text.split('\n')).toEqual([
      'class B',
      '',
      '  new B(a, { b })',
      '  m(x)',
      '  static s()',
      '  get g',
      '  #p',
      '  [`c`]()',
    ])
  })

  it('of modules and instances tells their members', async () => {
    expect(await frame.text('help(await import("node:path"))')).toMatch(
      /^A module\nmembers\n(.*\n)* {2}basename +function/,
    )
    expect(await frame.text('class C { a = 1; go(where) {} get x() { throw 1 } }; help(new C())')).toBe(
      'An object of C\nmembers\n  a  number  1\nmethods\n  go(where)\n  get x',
    )
  })
})

describe('the comment above a line', () => {
  it.each([
    ['/** one */\nfunction f() {}', 'one'],
    ['/**\n * a\n *\n *  b\n */\nf', 'a\n\n b'],
    ['// a\n//b\n@decorated()\nf', 'a\nb'],
    ['  /* a */\n  f', 'a'],
    ['code() /* a */\nf', undefined],
    ['/** a */\n\nf', undefined],
    ['f', undefined],
    ['*/\nf', undefined],
    ['//\nf', undefined],
  ])('%j', (text, comment) => {
    const lines = text.split('\n')
    expect(commentAbove({ startLine: 1, lines }, lines.length)).toBe(comment)
  })
})

describe('copy(x)', () => {
  it.each([
    ['"text"', 'text'],
    ['{ a: [1, null, undefined] }', '{\n  "a": [\n    1,\n    null,\n    null\n  ]\n}'],
    ['new Date(0)', '"1970-01-01T00:00:00.000Z"'],
    ['new Map([["a", new Set([1])]])', '{\n  "a": [\n    1\n  ]\n}'],
    ['new Map([[1, 2]])', '[\n  [\n    1,\n    2\n  ]\n]'],
    ['10n', '10n'],
    ['{ n: 10n, f() {} }', '{\n  "n": "10n",\n  "f": "[function]"\n}'],
    ['(() => { const a = { b: {} }; a.b.a = a; return a })()', '{\n  "b": {\n    "a": "[circular]"\n  }\n}'],
    ['(() => { const a = {}; return { x: a, y: a } })()', '{\n  "x": {},\n  "y": {}\n}'],
    ['undefined', 'undefined'],
    ['new URLSearchParams("a=1&a=2&b=3")', '{\n  "a": [\n    "1",\n    "2"\n  ],\n  "b": "3"\n}'],
    ['[new Headers({ A: "b" })]', '[\n  {\n    "a": "b"\n  }\n]'],
    ['new Uint8Array([1, 2])', '[\n  1,\n  2\n]'],
    ['new BigInt64Array(1)', '[\n  "0n"\n]'],
    ['[/a/g, Object(1n)]', '[\n  "/a/g",\n  "[BigInt: 1n]"\n]'],
    ['[Promise.resolve(1)]', '[\n  "Promise { 1 }"\n]'],
    ['{ body: new Blob(["abc"]) }', '{\n  "body": "Blob { size: 3, type: \'\' }"\n}'],
    ['new Proxy({ a: 1 }, {})', '{\n  "a": 1\n}'],
  ])('of %s', async (source, copy) => {
    expect(await frameIn('').run(`copy(${source})`)).toMatchObject({ kind: 'value', text: 'undefined', copy })
  })

  it('comes with its own input only, also behind an await', async () => {
    const frame = frameIn('')
    expect(await frame.run('await 1; copy("late")')).toMatchObject({ copy: 'late' })
    expect(await frame.run('1')).not.toHaveProperty('copy')
    expect(await frame.text('copy("x".repeat(1e7))')).toMatch(/RangeError: This is too much to copy/)
    expect(await frame.text('copy(new Array(1e6).fill(1))')).toMatch(/RangeError: This is too much to copy/)
    expect(await frame.text('copy({ toJSON() { throw new Error("mine") } })')).toMatch(/Error: mine/)
  })
})

describe('in a real program', () => {
  let program: Program
  let opened: ProgramConsole
  beforeAll(async () => {
    program = await startProgram('test/programs/console/app.mjs')
    opened = await consoleOf(program, '/fail?cart=7&token=secret')
  })
  afterAll(() => program.stop())

  it('help tells where a function is, and what stands above it', async () => {
    expect(await opened.text('help(local.total)')).toMatch(
      /^total\(items, \{ tax = 0 \} = \{\}\)\n {2}at \/.*\/test\/programs\/console\/app\.mjs:\d+:\d+\n\n {2}Adds up what is in a cart\.\n {2}Prices are in cents\.$/,
    )
    const cart = (await opened.text('help(local.cart.constructor)')).split('\n')
    expect(cart[0]).toBe('class Cart extends Map')
    expect(cart).toEqual(
      expect.arrayContaining([
        '  Holds items until they are paid.',
        '  new Cart(entries)',
        '  async pay(card, ...rest)',
        '  static open(owner)',
      ]),
    )
  })

  it('frame and request are plain descriptions', async () => {
    expect(await opened.text('frame')).toMatch(
      /function: 'fail',\n {2}file: '\/.*app\.mjs',\n {2}line: \d+,\n {2}column: \d+,\n {2}index: 0,/,
    )
    expect(await opened.text('frame.variables')).toMatch(/'local'/)
    expect(await opened.text('[request.method, request.url, request.query.cart, typeof request.headers.host]')).toMatch(
      /^\[ 'GET', '\/fail\?cart=7&token=[^s]*', '7', 'string' \]$/,
    )
    expect(await opened.text('error.message')).toBe("'fails with 1'")
  })

  it('dump() shows what the frame can see', async () => {
    expect(await opened.text('dump()')).toMatch(/^local fail\n {2}input +1\n {2}local +\{ input: 1/)
    expect(await opened.text('dump(local.cart)')).toMatch(
      /inherited from Cart\.prototype\n(.*\n)* {2}owner +\[Getter\]/,
    )
  })
})

it('a helper can be hostile: an error of any kind is given', async () => {
  const frame = liveFrame(
    captureFrame(() => fails()),
    { error: Object.freeze(new Proxy({}, { get: () => fails() })) },
  )
  expect(await frame.text('help(error)')).toMatch(/^A Proxy/)
  function fails(): never {
    throw new Error('trap')
  }
})
