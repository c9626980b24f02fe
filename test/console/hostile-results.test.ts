import { describe, expect, it } from 'vitest'
import { frameIn, liveFrame, captureFrame } from './live-frame.ts'

const HOSTILE: Readonly<Record<string, string>> = {
  'a throwing getter': '({ get a() { throw new Error("read") } })',
  'a throwing proxy':
    'new Proxy({}, new Proxy({}, { get(_, trap) { return () => { throw new Error("trap " + String(trap)) } } }))',
  'a revoked proxy': '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()',
  'a revoked function proxy':
    '(() => { const { proxy, revoke } = Proxy.revocable(() => 1, {}); revoke(); return proxy })()',
  'a toString that throws': '({ toString() { throw 1 }, [Symbol.toPrimitive]() { throw 2 } })',
  'a throwing toStringTag': '({ get [Symbol.toStringTag]() { throw new Error("tag") } })',
  'a throwing constructor': 'Object.create({ get constructor() { throw new Error("constructor") } })',
  'a throwing inspect.custom': '({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("inspect") } })',
  'a circular object': '(() => { const a = {}; a.a = a; return a })()',
  'a deep object': 'Array.from({ length: 1e4 }).reduce((inner) => ({ inner }), {})',
  'an object of 100,000 keys': 'Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ["k" + i, i]))',
  'a long array': 'new Array(1e9)',
  'a large typed array': 'new Uint8Array(5e7)',
  'a long string': '"x".repeat(5e7)',
  'a large map': 'new Map(Array.from({ length: 1e5 }, (_, i) => [i, i]))',
  'an object without a prototype': 'Object.create(null)',
  'a prototype that is a throwing proxy':
    'Object.create(new Proxy({}, { get() { throw 1 }, getOwnPropertyDescriptor() { throw 2 }, getPrototypeOf() { throw 3 } }))',
  'a thenable that throws': '({ get then() { throw new Error("then") } })',
  'a promise with a then of its own': 'Object.assign(Promise.resolve(), { then() { throw new Error("then") } })',
  'a promise with a constructor of its own':
    'Object.defineProperty(Promise.resolve(), "constructor", { get() { throw new Error("species") } })',
  'a rejected promise': 'Promise.reject(new Error("not awaited"))',
  'a symbol': 'Symbol("s")',
  'minus zero': '-0',
  'a bigint': '10n ** 1000n',
  'document.all of a sort': 'Object.assign(() => 1, { toString: null })',
}

describe('a hostile result', () => {
  it.each(Object.entries(HOSTILE))('%s is shown', async (_name, source) => {
    const frame = frameIn('')
    const started = performance.now()
    const evaluation = await frame.run(source)
    expect(evaluation).toMatchObject({ kind: 'value' })
    expect(evaluation.kind === 'value' && evaluation.text.length).toBeGreaterThan(0)
    expect(evaluation.kind === 'value' && evaluation.text.length).toBeLessThan(25_000)
    expect(performance.now() - started).toBeLessThan(4000)
    expect(await frame.text('1 + 1')).toBe('2')
  })

  it.each(Object.entries(HOSTILE))('%s can be thrown', async (_name, source) => {
    const frame = frameIn('')
    expect(await frame.run(`throw ${source}`)).toMatchObject({ kind: 'threw' })
    expect(await frame.run(`await 0; throw ${source}`)).toMatchObject({ kind: 'threw' })
    expect(await frame.text('1 + 1')).toBe('2')
  })
})

describe('a hostile error', () => {
  it.each([
    'Object.defineProperty(new Error("m"), "stack", { get() { throw 1 } })',
    'Object.defineProperty(new Error("m"), "message", { get() { throw 1 } })',
    'Object.defineProperty(new Error("m"), "name", { get() { throw 1 } })',
    'Object.assign(new Error("m"), { name: 5, message: {}, stack: [] })',
    'Object.setPrototypeOf(new Error("m"), null)',
    'Object.setPrototypeOf(new Error("m"), new Proxy({}, { get() { throw 1 } }))',
    'new Proxy(new Error("m"), { get() { throw 1 } })',
    'Object.assign(new Error("x".repeat(1e6)), { stack: "y".repeat(1e6) })',
    'new AggregateError([new Error("inner")], "several")',
  ])('%s is shown', async (source) => {
    const frame = frameIn('')
    const evaluation = await frame.run(`throw ${source}`)
    expect(evaluation).toMatchObject({ kind: 'threw', text: /^Uncaught / })
    expect(evaluation.kind === 'threw' && evaluation.text.length).toBeLessThan(25_000)
    expect(await frame.text('1 + 1')).toBe('2')
  })
})

describe('what takes for ever when it is only looked at', () => {
  it.each([
    ['a stack', 'throw Object.defineProperty(new Error("x"), "stack", { get: loop })', 'Uncaught Error: x'],
    ['a name', 'throw Object.defineProperty(new Error("x"), "name", { get: loop })', 'Uncaught Error: x'],
    ['a message', 'throw Object.defineProperty(new RangeError("x"), "message", { get: loop })', 'Uncaught RangeError'],
    [
      'an awaited error',
      'await 1; throw Object.defineProperty(new Error("x"), "stack", { get: loop })',
      'Uncaught Error: x',
    ],
    ['a text of its own', 'throw Object.assign(new Error(), { message: { toString: loop } })', 'Uncaught Error'],
    ['a tag', '({ get [Symbol.toStringTag]() { while (true); } })', '{'],
    ['a tag of code that was not typed', 'Object.defineProperty({}, Symbol.toStringTag, { get: loop })', '{'],
    ['an error that is shown', 'Object.defineProperty(new Error("x"), "stack", { get: loop })', 'Error'],
    ['an error in it', '[Object.defineProperty(new Error("x"), "name", { get: loop })]', '['],
    ['a promise', 'Object.defineProperty(Promise.resolve(), "constructor", { get: loop })', 'Promise {'],
  ])('%s is shown as far as can be told', async (_name, source, shown) => {
    const frame = frameIn('const loop = new Function("while (true);")')
    const started = performance.now()
    const { text } = await frame.run(source, { timeoutMs: 1000 })
    expect(text.slice(0, shown.length)).toBe(shown)
    expect(performance.now() - started).toBeLessThan(2500)
    expect(await frame.text('1 + 1')).toBe('2')
  })
})

describe('spoiled prototypes', () => {
  const POLLUTIONS: readonly (readonly [spoil: string, restore: string])[] = [
    ...['get', 'set', 'value', 'kind', 'source', 'then', 'peek', 'timeoutMs', 'type', '0', 'length'].map(
      (name) =>
        [
          `Object.prototype[${JSON.stringify(name)}] = 'spoiled'`,
          `delete Object.prototype[${JSON.stringify(name)}]`,
        ] as const,
    ),
    ['Object.prototype.get = () => 1', 'delete Object.prototype.get'],
    ['Object.prototype.toJSON = () => "spoiled"', 'delete Object.prototype.toJSON'],
    ['Array.prototype.toJSON = () => "spoiled"', 'delete Array.prototype.toJSON'],
    ['Array.prototype.extra = 1', 'delete Array.prototype.extra'],
  ]
  it.each(POLLUTIONS)('by %s leave the console as it was', async (spoil, restore) => {
    const [frame, later] = [frameIn('let local = "here"'), frameIn('let local = "there"')]
    const results: unknown[] = []
    await frame.run(spoil)
    try {
      results.push(await frame.text('local'), await frame.text('const x = 1, y = [x]; y'), await frame.text('await x'))
      results.push((await frame.peek('local = 1')).kind, await later.text('function f() { return local } f()'))
      results.push(await later.text('throw new TypeError("no")'))
    } finally {
      await frame.run(restore)
    }
    expect(await frame.text('({}).get ?? ({}).toJSON ?? "clean"')).toBe("'clean'")
    expect(results).toEqual(["'here'", '[ 1 ]', '1', 'refused', "'there'", 'threw: Uncaught TypeError: no'])
  })
})

it('a helper that is hostile does no harm', async () => {
  const frame = liveFrame(
    captureFrame(() => fails()),
    { error: Object.freeze(new Proxy({}, { get: () => fails() })) },
  )
  expect(await frame.text('typeof error')).toBe("'object'")
  function fails(): never {
    throw new Error('trap')
  }
})
