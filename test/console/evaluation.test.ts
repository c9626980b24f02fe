import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { captureFrame, frameIn, liveFrame } from './live-frame.ts'

describe('this', () => {
  class Account {
    #balance = 42
    owner = 'zoe'
    fail(): void {
      throw new Error(`${this.owner} ${this.#balance}`)
    }
  }
  it.each([
    ['undefined in a strict function', '"use strict"', undefined, 'undefined'],
    ['null in a strict function', '"use strict"', null, 'null'],
    ['a primitive in a strict function', '"use strict"', 'text', "'text'"],
    ['a symbol in a strict function', '"use strict"', Symbol('s'), 'Symbol(s)'],
    ['the global object in a sloppy function', '', undefined, 'globalThis'],
    ['an object', '', { mine: 1 }, '{ mine: 1 }'],
  ])('is %s', async (_name, body, self, printed) => {
    const frame = frameIn(body, self)
    const expected = printed === 'globalThis' ? 'true' : printed
    for (const source of ['this', '(() => this)()', '(await 0, this)', '[this][0]', 'const me = this; me']) {
      expect(
        await frame.text(printed === 'globalThis' ? `(${source.replace(/^const.*/, 'this')}) === globalThis` : source),
      ).toBe(expected)
    }
  })

  it('keeps its private members', async () => {
    const frame = liveFrame(captureFrame(() => new Account().fail()))
    expect(await frame.text('[this.#balance, #balance in this, this.owner]')).toBe("[ 42, true, 'zoe' ]")
    expect(await frame.text('this.#balance = 7; this.#balance')).toBe('7')
    expect(await frame.text('await this.#balance')).toBe('7')
  })

  it('of a function declared in the console is its own', async () => {
    const frame = frameIn('"use strict"', undefined)
    expect(
      await frame.text('class A { me = this; ["x" + this]() { return this === this.me } } new A().xundefined()'),
    ).toBe('true')
    expect(await frame.text('({ n: 3, get three() { return this.n }, f() { return (() => this.n)() } }).f()')).toBe('3')
    expect(await frame.text('(function () { return this.n }).call({ n: 4 })')).toBe('4')
  })
})

describe('a frame', () => {
  it('says in plain words what is not initialised yet', async () => {
    const early = frameIn('if (given) { throw new Error("early") } const later = 1; let last', undefined, true)
    const plain = "Uncaught ReferenceError: Cannot access 'later' before initialization"
    expect(await early.peek('later')).toMatchObject({ text: plain })
    expect(await early.text('later')).toBe(`threw: ${plain}`)
    expect(await early.text('_error.message')).toBe('"Cannot access \'later\' before initialization"')
    expect(await early.text('await 1; last')).toMatch(/Cannot access 'last' before initialization/)
  })

  it('takes assignments for good, and shows them to its closures', async () => {
    const frame = frameIn('let n = 1; globalThis.readN = () => n')
    await frame.run('n = 5')
    expect(await frame.text('[n, readN()]')).toBe('[ 5, 5 ]')
    Reflect.deleteProperty(globalThis, 'readN')
  })

  it('gives its arguments', async () => {
    const frame = frameIn('', undefined, 1, 'two')
    expect(await frame.text('[...arguments, given]')).toBe("[ 1, 'two', 1 ]")
    expect(await frame.text('await 0; arguments.length')).toBe('2')
  })

  it('remembers the last result and the last error, unless it has names like these', async () => {
    const frame = frameIn('')
    await frame.run('6 * 7')
    expect(await frame.text('_ + 1')).toBe('43')
    await frame.run('undefined')
    expect(await frame.text('_')).toBe('43')
    await frame.run('throw new RangeError("far")')
    expect(await frame.text('_error.message')).toBe("'far'")
    await frame.run('let _ = "mine"')
    await frame.run('5')
    expect(await frame.text('_')).toBe("'mine'")
    const lodash = frameIn('const _ = { map: 1 }, _error = 2, require = 3')
    await lodash.run('99')
    await lodash.run('throw 98')
    expect(await lodash.text('[_, _error, require]')).toBe('[ { map: 1 }, 2, 3 ]')
    const early = frameIn('if (given) { throw new Error("early") } let _ = 1', undefined, true)
    await early.run('98')
    expect(await early.text('_')).toMatch(/^threw: Uncaught ReferenceError/)
  })

  it('offers helpers only where the frame has no variable of that name', async () => {
    const taken = liveFrame(
      captureFrame(() => throwing('its own')),
      { error: 'helper' },
    )
    expect(await taken.text('error')).toBe("'its own'")
    expect(await frameIn('', undefined).text('typeof error')).toBe("'undefined'")
    function throwing(error: string): never {
      throw new Error(error)
    }
  })

  it('requires and imports from its own file', async () => {
    const frame = frameIn('')
    expect(await frame.text('require("../../package.json").name')).toBe("'inquest'")
    expect(await frame.text('await import("./nowhere.js")')).toMatch(/^threw: Uncaught Error.*nowhere/)
  })

  it('keeps consoles apart', async () => {
    const [one, two] = [frameIn(''), frameIn('')]
    await one.run('let secret = 1')
    expect(await two.text('typeof secret')).toBe("'undefined'")
  })
})

describe('a peek', () => {
  it.each([
    '1 + local',
    'list.map((n) => n + 1)',
    'map.get("k")',
    'Object.keys({ a: 1 })',
    '`${local}`',
    'typeof nowhere',
  ])('answers %s', async (source) => {
    const frame = frameIn('let local = 1, list = [1], map = new Map([["k", 2]])')
    expect(await frame.peek(source)).toMatchObject({ kind: 'value' })
  })

  it.each([
    'local = 2',
    'let x = 1',
    'function f() {}',
    'await 1',
    'list.push(1)',
    'process.exit()',
    'globalThis.leak = 1',
    'getter.value',
    'import("node:path")',
    'delete list[0]',
    'setTimeout(() => {})',
    'console.log(1)',
  ])('refuses %s, and nothing has changed', async (source) => {
    const frame = frameIn('let local = 1, list = [1], getter = { get value() { local = 9; return 1 } }')
    expect(await frame.peek(source)).toMatchObject({ kind: 'refused', code: 'side-effect' })
    expect(await frame.text('[local, list, typeof leak]')).toBe("[ 1, [ 1 ], 'undefined' ]")
  })

  it.each([
    'find()',
    '(async () => query)()',
    '[find(), 1].length',
    'new Finder().find()',
    'quiet()',
    'list.map(find)',
  ])('refuses the promise of %s: what has a `then` would be asked later', async (source) => {
    const frame = frameIn(`
        const asked = [], list = [1]
        const query = { then(resolve) { asked.push('then'); resolve(1) } }
        const find = async () => query, quiet = async () => 1
        class Finder { async find() { return { get then() { return query.then } } } }
        void [find, quiet, Finder]`)
    expect(await frame.peek(source)).toMatchObject({ kind: 'refused', code: 'side-effect' })
    await new Promise((resolve) => setImmediate(resolve))
    expect(await frame.text('asked.length')).toBe('0')
  })

  it('leaves _ and _error alone', async () => {
    const frame = frameIn('')
    await frame.run('1')
    await frame.peek('2')
    await frame.peek('nowhere')
    expect(await frame.text('[_, _error]')).toBe('[ 1, undefined ]')
  })

  it('says what was thrown', async () => {
    const frame = frameIn('const made = new RangeError("far")')
    expect(await frame.peek('nowhere')).toMatchObject({ text: 'Uncaught ReferenceError: nowhere is not defined' })
    expect(await frame.peek('(() => { throw made })()')).toMatchObject({ text: 'Uncaught RangeError: far' })
  })

  it('ends a loop', async () => {
    const started = performance.now()
    expect(await frameIn('').peek('(() => { while (true); })()')).toMatchObject({ kind: 'timeout' })
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

describe('time', () => {
  it.each(['while (true);', 'for (;;) {}', '(function f() { for (;;) [].concat([]) })()'])(
    'ends %s',
    async (source) => {
      const frame = frameIn('let n = 1')
      expect(await frame.run(source, { timeoutMs: 50 })).toMatchObject({ kind: 'timeout', text: 'stopped after 50 ms' })
      expect(await frame.text('n')).toBe('1')
    },
  )

  it.each([
    'await 1; while (true);',
    'while (true) await null',
    'await 1; for (;;) ;',
    'await 1; do { var x = 1 } while (true)',
    'for await (const x of (async function* () { while (true) yield 1 })()) ;',
    'const stop = false; while (!stop) { await Promise.resolve() }',
  ])('ends %s, while the app has its turns', async (source) => {
    const frame = frameIn('')
    expect(['timeout', 'threw']).toContain((await frame.run(source, { timeoutMs: 100 })).kind)
    await sleep(5)
    expect(await frame.text('1')).toBe('1')
  })

  it.each([
    '(async () => { for (;;) await null })()',
    'async function f() { while (true) await 0 }; f()',
    'const f = async () => { do await Promise.reject().catch(() => 1); while (true) }; f()',
    'class A { async m() { for (;;) { try { await 0 } catch {} } } } new A().m()',
    '(async () => { for await (const x of (async function* () { while (true) yield 1 })()) ; })()',
    'await 1; (async () => { for (;;) await null })()',
    'const f = async () => { await null; await f() }; f()',
    '(async function* () { "use strict"\n for (;;) await 0 })().next()',
  ])('gives the app its turns during %s, and ends it', async (source) => {
    const frame = frameIn('')
    const first = await frame.run(source, { timeoutMs: 150 })
    expect(first).toMatchObject({ kind: 'value' })
    let rounds = 0
    for (const started = performance.now(); performance.now() - started < 600; rounds++) await sleep(1)
    expect(rounds).toBeGreaterThan(6)
    const next = await frame.run('1')
    // Where the first answer comes as late as that it has it.
    expect(next).toMatchObject({ kind: 'value', text: '1' })
    expect(JSON.stringify([first, next])).toContain('kept the app busy for more than 150 ms')
    // Nothing is in the way any more: most turns are short, however busy the machine.
    const turns: number[] = []
    for (let turn = 0; turn < 9; turn++) {
      const started = performance.now()
      await sleep(1)
      turns.push(performance.now() - started)
    }
    expect(turns.sort((a, b) => a - b)[4]).toBeLessThan(100)
  })

  it.each([
    'setTimeout(() => { for (;;) ; }); 1',
    'setTimeout(() => { const f = () => Promise.resolve().then(f); f() }); 1',
    'setTimeout(() => { const f = () => { queueMicrotask(f) }; f() }); 1',
    'setTimeout(() => { const f = () => { process.nextTick(f) }; f() }); 1',
  ])('ends %s behind the answer, too', async (source) => {
    const frame = frameIn('')
    const started = performance.now()
    const first = await frame.run(source, { timeoutMs: 60 })
    await sleep(30)
    const next = await frame.run('1')
    expect([first, next].flatMap((one) => ('output' in one ? [one.text, ...one.output] : []))).toEqual(
      expect.arrayContaining([expect.toSatisfy((part) => /held the app|kept the app/.test(JSON.stringify(part)))]),
    )
    expect(performance.now() - started).toBeLessThan(2500)
  })

  it('leaves alone what waits as one should, and functions of an input that has ended', async () => {
    const frame = frameIn('globalThis.polls = 0')
    const nap = '() => new Promise((done) => setTimeout(done, 5))'
    await frame.run(`const nap = ${nap}; (async () => { while (polls < 30) { polls++; await nap() } })()`, {
      timeoutMs: 50,
    })
    await expect.poll(() => frame.text('polls'), { timeout: 5000 }).toBe('30')
    await frame.run('async function sum(n) { let all = 0; for (let i = 0; i < n; i++) all += await i; return all }')
    const controller = new AbortController()
    const stopped = frame.run('await new Promise(() => {})', { signal: controller.signal })
    controller.abort()
    await stopped
    expect(await frame.text('await sum(5)')).toBe('10')
    expect(await frame.text('[1, 2].map(function (n) { for (let i = 0; i < 3; i++) n *= 2; return n })')).toBe(
      '[ 8, 16 ]',
    )
    Reflect.deleteProperty(globalThis, 'polls')
  })

  it('tells of a promise that is rejected after it was shown', async () => {
    const frame = frameIn('')
    expect(await frame.text('new Promise((_, fail) => setTimeout(fail, 200, new Error("late")))')).toContain('pending')
    await sleep(300)
    expect(await frame.run('1')).toMatchObject({
      output: [{ text: /^The promise of an earlier input was rejected: Error: late/ }],
    })
  })

  it('gives up waiting, and tells what became of it with a later result', async () => {
    const frame = frameIn('')
    const slow = 'await new Promise((done) => setTimeout(done, 300, "slow")); var got = 1; got'
    expect(await frame.run(slow, { timeoutMs: 150 })).toMatchObject({ kind: 'timeout' })
    await sleep(400)
    expect(await frame.run('got')).toMatchObject({
      text: '1',
      output: [{ stream: 'stderr', text: 'An earlier input is done: 1\n' }],
    })
    expect(await frame.run('got')).toMatchObject({ output: [] })
  })

  it('remembers a late result, unless there is a newer one', async () => {
    const frame = frameIn('')
    const slow = (text: string): string => `await new Promise((done) => setTimeout(done, 300, "${text}"))`
    // Not so short that the input itself is stopped on a busy machine.
    const impatient = { timeoutMs: 150 }
    await frame.run('"first"')
    expect(await frame.run(slow('late'), impatient)).toMatchObject({ kind: 'timeout', text: /^still pending/ })
    await sleep(400)
    expect(await frame.text('_')).toBe("'late'")
    await frame.run(slow('too late'), impatient)
    await frame.run('"newer"')
    await sleep(400)
    expect(await frame.text('_')).toBe("'newer'")
    await frame.run(`${slow('')}; throw new Error("late")`, impatient)
    await sleep(400)
    expect(await frame.text('_error.message')).toBe("'late'")
  })

  it('stops waiting when the developer interrupts, and the input stops at its next await', async () => {
    const frame = frameIn('globalThis.rounds = 0')
    const controller = new AbortController()
    const running = frame.run('while (true) { rounds++; await new Promise((done) => setTimeout(done, 2)) }', {
      signal: controller.signal,
    })
    await sleep(30)
    controller.abort()
    expect(await running).toMatchObject({ kind: 'timeout', text: /interrupted/ })
    await sleep(10)
    const rounds = Number(await frame.text('rounds'))
    await sleep(30)
    expect(Number(await frame.text('rounds'))).toBe(rounds)
    Reflect.deleteProperty(globalThis, 'rounds')
  })

  it('does not wait at all for somebody who has left', async () => {
    const never = frameIn('').run('await new Promise(() => {})', { signal: AbortSignal.abort() })
    expect(await never).toMatchObject({ kind: 'timeout' })
  })

  it.each([0, -5, NaN, Infinity, 1e12])('takes %d ms for something sensible', async (timeoutMs) => {
    const evaluation = await frameIn('').run('1', { timeoutMs })
    expect(['value', 'timeout']).toContain(evaluation.kind)
  })
})
