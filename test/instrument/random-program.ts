/**
 * Random asynchronous programs for comparing two ways of running them. A program is the body of an async function and
 * uses the names of `world`. It never does two things with a log at once: the order of microtasks is not compared.
 */

export type Random = () => number

/** Mulberry32: a seed names a program. */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export function generateProgram(random: Random): string {
  let names = 0
  const upTo = (n: number): number => Math.floor(random() * n)
  const pick = (choices: readonly (() => string)[]): string => choices[upTo(choices.length)]!()
  const fresh = (): string => `v${names++}`

  /** A number, without an await. */
  const plain = (): string => String(upTo(4))
  /** Something to await. */
  const awaitable = (depth: number): string =>
    pick([
      plain,
      () => `ok(${plain()})`,
      () => `ok(${plain()})`,
      () => `later(${plain()})`,
      () => `thenable(${plain()})`,
      () => `bad(${plain()})`,
      () => `badThenable(${plain()})`,
      () => `throwingThen(${plain()})`,
      () => `callable(${plain()})`,
      () => `(log('operand'), ok(${plain()}))`,
      () => `Promise.all([ok(1), ${plain()}, later(2)]).then((all) => all.length)`,
      () => `Promise.allSettled([bad(1), (async () => ${expression(depth - 1)})()]).then((all) => all.length)`,
      () => `Promise.race([ok(${plain()})])`,
      () => `(async () => { ${statement(depth - 1)} return ${expression(depth - 1)} })()`,
      () => `new (class { async m() { return ${expression(depth - 1)} } })().m()`,
      () => `({ async m(a = ${plain()}) { ${statement(depth - 1)} return a } }).m()`,
    ])
  const expression = (depth: number): string => {
    if (depth <= 0) return plain()
    const inner = (): string => expression(depth - 1)
    return pick([
      plain,
      () => `await ${awaitable(depth)}`,
      () => `await ${awaitable(depth)}`,
      () => `(await(${awaitable(depth)}))`,
      () => `await await ${awaitable(depth)}`,
      () => `await /* note */ (${inner()}, ${awaitable(depth)})`,
      () => `(${inner()}) + (${inner()})`,
      () => `[${inner()}, ${inner()}].length`,
      () => '`${' + inner() + '}-${' + inner() + '}`.length',
      () => `Math.max(${inner()}, ...[${inner()}])`,
      () => `((${inner()}) ? ${inner()} : ${inner()})`,
      () => `((${inner()}) && (${inner()}) || (${inner()}))`,
      () => `({ a: ${inner()}, ['b' + (${inner()})]: 1 }).a`,
      () => `(await ok({ f: (n) => n }))?.f(${inner()})`,
      () => `new (await ok(Box))(${inner()}).value`,
      () => `(-await ok(1)) ** 2`,
      () => `Number(typeof await ${awaitable(depth)} === 'number')`,
      () => `(await ok(tag))\`x\${${inner()}}y\``,
      () => `((x = 1) => x)(await ${awaitable(depth)})`,
      () => `fn.call({ m: ${inner()} })`,
    ])
  }
  const iterable = (depth: number): string =>
    pick([
      () => `[${plain()}, ok(2), later(3)]`,
      () => `[1, ${awaitable(depth - 1)}, 3]`,
      () => `counter(${plain()})`,
      () => `asyncCounter(${plain()}, ${plain()})`,
      () => `asyncFailing(${plain()})`,
      () => `custom(${plain()}, ${plain()})`,
      () => `syncCustom(${plain()}, ${plain()})`,
      () => `(0, [${plain()}])`,
      () => plain(),
      () => `(async function* () { ${statement(depth - 1)} yield ${expression(depth - 1)}; yield* [1, 2] })()`,
      () => `new Set([1, ok(2)])`,
      () => `await ok([${plain()}])`,
    ])
  const block = (depth: number): string => `{ ${statement(depth)} ${random() < 0.5 ? statement(depth) : ''} }`
  const statement = (depth: number): string => {
    if (depth <= 0) return `log(${plain()});`
    const inner = depth - 1
    return pick([
      () => `log(${expression(depth)});`,
      () => `log(${expression(depth)});`,
      () => `const ${fresh()} = ${expression(depth)}\nlog(v${names - 1})\n`,
      () => `await ${awaitable(depth)}\n`,
      () => `if (${expression(depth)}) ${block(inner)} else ${block(inner)}`,
      () => `try ${block(inner)} catch (e) { log(show(e)); ${statement(inner)} }`,
      () => `try ${block(inner)} catch (e) { log(show(e)); } finally { log('finally'); ${statement(inner)} }`,
      () => `try ${block(inner)} finally { log('finally') }`,
      () =>
        `for (let i = ${expression(inner)}, n = 0; n < 2 && i < await ok(4); i += await ok(1), n++) ${block(inner)}`,
      () => `for (const x of await ok([1, ${expression(inner)}])) { log(x); ${statement(inner)} }`,
      () => `for (const k in await ok({ a: 1, b: 2 })) { log(k); ${statement(inner)} }`,
      () => {
        const label = fresh()
        return `${label}: for await (const x of ${iterable(inner)}) { log(x); ${statement(inner)} ${loopExit(label)} }`
      },
      () => `for await (const [x = await ok(1)] of [[], [${expression(inner)}]]) log(x);`,
      () => `for await (const x of ${iterable(inner)}) log(x);`,
      () => `switch (${expression(inner)}) { case await ok(1): log('one'); default: ${statement(inner)} }`,
      () => `{ const { p = ${expression(inner)} } = await ok({}); log(p) }`,
      () => `{ class C { static [${expression(inner)}] = 5; async m() { ${statement(inner)} } }\nawait new C().m() }`,
      () => `throw new Error('thrown ' + (${expression(inner)}));`,
      () => `do { ${statement(inner)} } while (await ok(0))`,
      () => `if (chance()) return ${expression(inner)};`,
      () => `log((() => { try { return ${plain()} } finally { log('sync') } })());`,
    ])
  }
  const loopExit = (label: string): string =>
    pick([() => '', () => 'break', () => `break ${label}`, () => `continue ${label}`, () => "throw Error('exit')"])
  return Array.from({ length: 1 + upTo(3) }, () => statement(3)).join('\n')
}

export type World = Readonly<Record<string, unknown>>

/** What a program may use. Everything observable goes to `log`. */
export function createWorld(log: (entry: unknown) => void): World {
  class Box {
    readonly value: unknown
    constructor(value: unknown) {
      this.value = value
    }
  }
  let asked = 0
  const rejected = (error: Error): Promise<never> => {
    const promise = Promise.reject(error)
    promise.catch(() => undefined)
    return promise
  }
  const named = (name: string, n: number): Error => new Error(`${name} ${n}`)
  const steps = (n: number, stop: number, wrap: (value: unknown) => unknown) => {
    let i = 0
    return {
      get next() {
        log('get next')
        return () => {
          if (i === stop) throw named('next', i)
          return wrap({
            get done() {
              log('get done')
              return i > n
            },
            get value() {
              log('get value')
              return i++
            },
          })
        }
      },
      get return() {
        log('get return')
        return stop === 1
          ? undefined
          : function (this: object, ...args: unknown[]) {
              log(`return ${args.length} ${'next' in this}`)
              return wrap({})
            }
      },
    }
  }
  return {
    log,
    Box,
    show: (error: unknown) => String(error),
    chance: () => ++asked % 3 === 0,
    ok: (value: unknown) => Promise.resolve(value),
    later: (value: unknown) => Promise.resolve().then(() => value),
    bad: (n: number) => rejected(named('bad', n)),
    thenable: (n: number) => ({
      get then() {
        log('get then')
        return (resolve: (value: unknown) => void) => {
          log('call then')
          resolve(n)
        }
      },
    }),
    badThenable: (n: number) => ({
      then: (_: unknown, reject: (error: unknown) => void) => {
        reject(named('badThenable', n))
      },
    }),
    throwingThen: (n: number) => ({
      get then() {
        throw named('then', n)
      },
    }),
    callable: (n: number) =>
      Object.assign(() => n, {
        then: (resolve: (value: unknown) => void) => {
          resolve(n)
        },
      }),
    tag: (strings: readonly string[], n: unknown) => strings.length + String(n).length,
    fn(this: { m: unknown }) {
      return this.m
    },
    *counter(n: number) {
      try {
        for (let i = 0; i < n; i++) yield i
      } finally {
        log('counter closed')
      }
    },
    async *asyncCounter(n: number, stop: number) {
      try {
        for (let i = 0; i < n; i++) {
          if (i === stop) await rejected(named('asyncCounter', i))
          yield i
        }
      } finally {
        log('asyncCounter closed')
      }
    },
    asyncFailing: (n: number) => ({
      [Symbol.asyncIterator]: () => ({ next: () => rejected(named('asyncFailing', n)) }),
    }),
    custom: (n: number, stop: number) => ({ [Symbol.asyncIterator]: () => steps(n, stop, (v) => Promise.resolve(v)) }),
    syncCustom: (n: number, stop: number) => ({ [Symbol.iterator]: () => steps(n, stop, (v) => v) }),
  }
}
