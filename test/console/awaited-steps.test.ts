import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { frameIn } from './live-frame.ts'
import type { LiveFrame } from './live-frame.ts'

const CART = `const cart = {
  get endless() { for (;;); },
  retry() { while (true); },
  async later() { return 1 },
}`

describe('behind an await', () => {
  it.each([
    'await null; cart.retry()',
    'cart.retry(); await null',
    'await cart.later(); [1].forEach(cart.retry)',
    'await null; /(a+)+$/.test("a".repeat(40) + "b")',
    'await null; eval("while(true);")',
    'function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) }; await null; fib(60)',
    'try { await Promise.reject(1) } catch { cart.retry() }',
    'try { await 1; cart.retry() } catch {} finally { cart.retry() }',
    'await { get then() { cart.retry() } }',
    'await { then: cart.retry }',
    'await Object.defineProperty(Promise.resolve(), "constructor", { get: cart.retry })',
    'import "node:path"; cart.retry()',
    'let never = await cart.later() && cart.endless',
    'for (const one of [1, 2]) await (one === 2 ? cart.retry() : one)',
    'await null; new Function("while (true);")()',
    'await 1; [1].map(function () { "use strict"; while (true); })',
    'await 1; class A { static { do { } while (true) } }',
    'await 1; for (const x of (function* () { while (true) yield 1 })()) ;',
  ])('ends %s, as it does before one', async (source) => {
    const frame = frameIn(CART)
    const started = performance.now()
    expect(await frame.run(source, { timeoutMs: 60 })).toMatchObject({ kind: 'timeout', text: 'stopped after 60 ms' })
    expect(performance.now() - started).toBeLessThan(2000)
    expect(await frame.text('await 1; let after = [await cart.later()]; after')).toBe('[ 1 ]')
    expect(await frame.text('typeof never')).toBe("'undefined'")
  })

  it('each part has the whole time', async () => {
    const busy = 'for (const from = performance.now(); performance.now() - from < 70;);'
    const pause = 'await new Promise((done) => setTimeout(done))'
    const frame = frameIn('')
    expect(await frame.run(`${busy} ${pause}\n${busy} "done"`, { timeoutMs: 750 })).toMatchObject({ text: "'done'" })
  })

  it('what is stopped after nobody waited for it any longer is told with a later result', async () => {
    const frame = frameIn(CART)
    const source = 'await new Promise((done) => setTimeout(done, 200)); process.stdout.write("on"); cart.retry()'
    expect(await frame.run(source, { timeoutMs: 100 })).toMatchObject({ kind: 'timeout', text: /^still pending/ })
    await sleep(400)
    expect(await frame.run('1')).toMatchObject({
      output: [
        { stream: 'stdout', text: 'on' },
        { stream: 'stderr', text: 'An earlier input was stopped: it held the app for 100 ms\n' },
      ],
    })
  })

  it('what is stopped has printed, and leaves what the app needs', async () => {
    const frame = frameIn(CART)
    const source = 'await 1; process.stdout.write("out"); Array.prototype.map = null; cart.retry()'
    expect(await frame.run(source, { timeoutMs: 50 })).toMatchObject({
      text: 'stopped after 50 ms',
      output: [{ text: 'out' }, { text: expect.stringContaining('undone: Array.prototype.map') as unknown }],
    })
    expect(await frame.text('[1].map(String)')).toBe("[ '1' ]")
  })
})

/** Means the same in an async function, where it is run with the frame's `this` and `arguments`. */
const MEANS: readonly (readonly [source: string, printed: string])[] = [
  ['arguments[0] + await 1', "'given1'"],
  ['await 0; [...arguments, arguments.length]', "[ 'given', 1 ]"],
  ['await 0; const all = arguments; all[0]', "'given'"],
  ['await 0; (() => arguments[0])()', "'given'"],
  ['await 0; typeof arguments', "'object'"],
  ['await 0; ({ arguments }).arguments.length', '1'],
  ['await 0; (function () { return arguments.length })(1, 2, 3)', '3'],
  ['await 0; this.mine', '7'],
  ['await 0; eval("this.mine")', '7'],
  ['await 0; (() => this.mine)()', '7'],
  ['var yield = 4; await yield', '4'],
  ['await 0; yield: for (;;) { break yield } 5', '5'],
  ['await 0; ({ yield: 3 }).yield', '3'],
  ['const [yield = 3] = []; await 1; yield', '3'],
  ['let f = (n) => n\nlet x = f\nawait (x = 5)\nx', '5'],
  ['let seen = []\nseen.push(1)\nawait seen.push(2)\nseen', '[ 1, 2 ]'],
  ['let g = 1\nif (g) g = 2\nelse g = 3\nawait g', '2'],
  ['let g = 1\ndo await g\nwhile (g++ < 3)\ng', '4'],
  ['await/* of */(5)', '5'],
  ['await // of\n5', '5'],
  ['await 1, 2', '2'],
  ['await 1 ? "yes" : "no"', "'yes'"],
  ['-await 3 + -(await 4)', '-7'],
  ['`${await 1}${await 2}`', "'12'"],
  ['typeof await 1', "'number'"],
  ['[...await [1, 2], ...(await [3])]', '[ 1, 2, 3 ]'],
  ['({ a: await 1, [await "b"]: 2 })', '{ a: 1, b: 2 }'],
  ['(await { a: { b: 3 } })?.a.b', '3'],
  ['new (await Date)(0).getTime()', '0'],
  ['class A extends (await Map) { static [await "s"] = 4 } A.s', '4'],
  ['const { a = await 4, ...rest } = { b: 5 }; [a, rest]', '[ 4, { b: 5 } ]'],
  ['for (var i = await 0; i < await 2; i += await 1); i', '2'],
  ['for (const x of await [1]) var last = x; last', '1'],
  ['for (const key in await { k: 1 }) var last = key; last', "'k'"],
  ['switch (await 2) { case await 1: var s = 1; break; case await 2: s = 2 } s', '2'],
  [
    'out: for (const a of [1, 2]) { for (const b of [1, 2]) { await b; if (b > 1) continue out; var n = a + b } } n',
    '3',
  ],
  ['try { await Promise.reject(5) } catch (e) { var c = e } finally { var d = await 6 } [c, d]', '[ 5, 6 ]'],
  ['{ let inner = await 4; var kept = () => inner } kept()', '4'],
  ['if (await 0) { function hoisted() {} } typeof hoisted', "'undefined'"],
  ['async function a() { return await 1 } function* g() { yield 2 } [await a(), ...g()]', '[ 1, 2 ]'],
  ['await (async () => { for await (const x of [1, 2]) var s = x; return s })()', '2'],
  ['await await await 3', '3'],
  ['await this', '{ mine: 7 }'],
  ['await Promise.all([1, Promise.resolve(2)])', '[ 1, 2 ]'],
  ['const p = Promise.resolve(9); p.then = () => 1; await p', '9'],
  ['await new (class extends Promise {})((done) => done(8))', '8'],
  ['await { then(done) { done({ then(again) { again(6) } }) } }', '6'],
  ['await { then: 5 }', '{ then: 5 }'],
  ['await { then() { throw 3 } }', 'threw: Uncaught 3'],
  ['await { get then() { throw 4 } }', 'threw: Uncaught 4'],
  ['await 1; throw new RangeError("far")', 'threw: Uncaught RangeError: far'],
  ['await 1; nowhere', 'threw: Uncaught ReferenceError: nowhere is not defined'],
  ['await 1; debugger; 5', '5'],
]

describe('an input that awaits means what it does in an async function', () => {
  it.each(MEANS)('%s', async (source, printed) => {
    expect(await frameIn('', { mine: 7 }, 'given').text(source)).toBe(printed)
  })

  it('in strict code, and without any `arguments`', async () => {
    expect(await frameIn('"use strict"', undefined).text('await 0; this')).toBe('undefined')
    expect(await frameIn('').text('"use strict"; await 0; (function () { return this })()')).toBe('undefined')
    const noCaller = frameIn('(() => {})()')
    expect(await noCaller.text('await 0; arguments.length')).toBe('0')
  })

  it('also in its order with other microtasks', async () => {
    const awaiting = [
      'await null; at("a")',
      'await Promise.resolve(); at("b")',
      'await { then: (done) => done() }; at("c")',
      'await new (class extends Promise {})((done) => done()); at("d")',
      'try { await Promise.reject() } catch { at("e") }',
      'try { await { get then() { throw 1 } } } catch { at("f") }',
    ].join('; ')
    const others =
      'let n = 0; const count = () => { at(n); if (n++ < 20) queueMicrotask(count) }; queueMicrotask(count)'
    const order = (frame: LiveFrame): Promise<string> => frame.text('seen.join("")')
    const orders = async (): Promise<readonly [string, string]> => {
      const [stepped, plain] = [0, 1].map(() => frameIn('let seen = [], at = (x) => seen.push(x)'))
      await stepped!.run(`${others}; ${awaiting}`)
      await plain!.run(`(async () => { ${others}; ${awaiting} })()`)
      await sleep(5)
      return [await order(stepped!), await order(plain!)]
    }
    // A busy machine may use up the time after which the app is given a turn in between.
    let both = await orders()
    for (let again = 0; again < 10 && both[0] !== both[1]; again++) both = await orders()
    expect(both[0]).toBe(both[1])
  })
})
