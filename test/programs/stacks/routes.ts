/** Paths, and what makes the text of stacks that they answer. Built in every way that an app may be. */
import assert from 'node:assert'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'

type Answer = string | Promise<string>

interface Shape {
  readonly sides: number
}

const textOf = (error: unknown): string => (error as Error).stack ?? String(error)

async function leaf(shape: Shape): Promise<number> { await null; const list = [await shape, 1]; throw new TypeError(`leaf ${list.length}`) }
async function middle(shape: Shape): Promise<number> { const known: number = 1; return known + (await leaf({ ...shape })) }
async function outer(): Promise<number> { const x = await 1; await (async () => await middle({ sides: x as number }))(); return 2 }

class Base<T> {
  readonly #secret: T
  protected constructor(secret: T) {
    this.#secret = secret
    if (secret === undefined) throw new RangeError('no secret')
  }

  static async make(): Promise<Base<undefined>> { await 0; return [await 0, new this(undefined)][1] as Base<undefined> }
  get broken(): T { throw new Error(`getter ${String(this.#secret)}`) }
  async method(): Promise<T> { await this.#hidden(await 1); return this.#secret }
  async #hidden(value: number): Promise<void> { const more = await value; this[`computed ${'name'}`](more, await 2) }
  ['computed name'](...values: readonly number[]): void { throw new Error(`computed ${values.join()}`) }
}

class Derived extends Base<number> {
  constructor() { super(5) }
  override async method(): Promise<number> { const none = await 0; return none + (await super.method()) }
}

async function* numbers(): AsyncGenerator<number> { yield await 1; await 0; throw new Error(`numbers ${await 2}`) }
async function* relayed(): AsyncGenerator<number> { await 0; yield* numbers() }

async function caught(run: () => unknown): Promise<string> {
  try {
    await run()
    return 'nothing thrown'
  } catch (error) {
    return textOf(error)
  }
}

/** An iterator of the app's own: in between stand frames of whoever steps it. */
function stepped(limit: number): AsyncIterable<string> {
  const step = (levels: number): string => (levels > 0 ? [step(levels - 1)][0] ?? '' : limitedTo(limit, () => new Error(`step ${limit}`)))
  return { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: step(1) }) }) }
}

async function steps(limit: number): Promise<string> { await 0; for await (const text of stepped(limit)) return text; return 'none' }
async function* relayedSteps(limit: number): AsyncGenerator<string> { await 0; yield* stepped(limit) as AsyncGenerator<string> }
async function relaySteps(limit: number): Promise<string> { await 0; for await (const text of relayedSteps(limit)) return text; return 'none' }

function limitedTo(limit: number, make: () => Error): string {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = limit
  const error = make()
  Error.stackTraceLimit = before
  return textOf(error)
}

/** Every limit in its own turn, so that nobody else's errors are cut. */
function limited(limit: number): string {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = limit
  const deep = (levels: number): Error => (levels > 0 ? [deep(levels - 1)][0] as Error : new Error(`limit ${limit}`))
  const error = deep(2)
  Error.stackTraceLimit = before
  return textOf(error)
}

function prepared(prepare: ((error: Error, sites: NodeJS.CallSite[]) => unknown) | undefined): string {
  const before = Error.prepareStackTrace
  if (prepare !== undefined) Error.prepareStackTrace = (error, sites) => `prepared: ${String(prepare(error, sites))}`
  const text = textOf(new Error('prepared'))
  Error.prepareStackTrace = before
  return text
}

export const ROUTES: Readonly<Record<string, () => Answer>> = {
  '/throws': () => { try { return [1].map((one): string => { throw new Error(`sync ${one}`) })[0] ?? '' } catch (error) { return textOf(error) } },
  '/awaits': async () => await caught(outer),
  '/constructs': async () => `${await caught(() => Base.make())}\n${await caught(() => Derived.make())}`,
  '/methods': async () => { const one = new Derived(); const all = [await caught(() => one.method()), await caught(() => one.broken)]; return all.join('\n') },
  '/generators': async () => `${await caught(async () => { for await (const one of numbers()) await one })}\n${await caught(async () => { for await (const one of relayed()) await one })}`,
  '/aggregates': async () => `${await caught(() => Promise.all([1, outer()]))}\n${await caught(async () => await Promise.any([outer()]))}`,
  '/causes': async () => { const cause = await outer().catch((error: unknown) => error); return inspect(new Error(`outer ${await 0}`, { cause })) },
  '/quotes': async () => { const inner = new Error(`inner ${await 0}`); const more = [await 1, new Error(textOf(inner))][1]; return textOf(more) },
  '/evaluates': async () => { const none = await 0; const one: string = [await 0, (0, eval)('(function named() { return new Error("evaluated").stack })()')][1]; return `${none}${one}\n${await caught(() => (0, eval)('eval("null.x")'))}` },
  '/functions': async () => { const none = await 0; return [await 0, new Function('f', 'return f()')(() => textOf(new Error(`made ${none}`)))][1] as string },
  '/named-code': async () => [await 0, (0, eval)('(function () { return new Error("named").stack })\n//# sourceURL=file:///made/up.js')()][1] as string,
  '/contexts': async () => [await 0, runInNewContext('new Error("context " + f()).stack', { f: () => new Error('inside').stack })][1] as string,
  '/native': async () => { const none = await 0; return [await caught(() => JSON.parse(`{${none}`)), [3, 1].sort((a, b) => { const { stack } = new Error(`sort ${none}`); return stack === undefined ? a - b : 0 }) && 'a'.replace(/a/, () => textOf(new Error(`replace ${none}`)))].join('\n') },
  '/node-errors': async () => [await caught(() => readFileSync('/no/such/file')), await caught(async () => new URL(`x${await 0}`)), await caught(() => Buffer.alloc('x' as unknown as number))].join('\n'),
  '/asserts': async () => [await caught(async () => { assert(await 0) }), await caught(async () => { const none = [await 1]; assert.ok( (await 0) === none[0] && await (async () => await 5)()); return none }), await caught(async () => { await 1; assert.strict.ok(!1, undefined) }), await caught(async () => { await 0; assert.equal(await 1, 2) })].join('\n'),
  '/asserts-over-lines': async () => `${await caught(async () => { await 0; assert(await outer().catch(
    () => 0,
  )) })}\n${await caught(async () => { assert.ok(   await 0 ? await 1 : '__inquest_settle__(' === ')' ) })}`,
  '/limits': async () => { const none = await 0; return [none, limited(0), limited(1), limited(2), limited(3), limited(4), limited(5), limited(6), limited(7), limited(12), limited(Infinity)].join('\n') },
  '/limits-at-once': () => [limited(0), limited(1), limited(2), limited(3), limited(4), limited(5), limited(6), limited(7), limited(12), limited(Infinity)].join('\n'),
  '/steps': async () => [await steps(20), await relaySteps(20)].join('\n'),
  '/short-steps': async () => { const texts = []; for (const limit of [1, 2, 3, 4, 5]) texts.push(await steps(limit), await relaySteps(limit)); return texts.join('\n') },
  '/captures': async () => { const held: { stack?: string } = {}; const hide = async (): Promise<void> => { await 0; Error.captureStackTrace(held) }; await hide(); const own = [await 0, Error.captureStackTrace(held, hide)]; return `${own.length} ${held.stack ?? ''}` },
  '/prepares': async () => { const before = Error.prepareStackTrace; const none = await 0; return [none, prepared((_, sites) => sites.length), prepared((error, sites) => before?.(error, sites)), prepared((error, sites) => before?.(error, sites.slice(1))), prepared(undefined)].join('\n') },
  '/prepares-oddly': async () => { const before = Error.prepareStackTrace; const none = await 0; return [none, before?.(new Error('odd'), []), before?.(new Error('odd'), ['text', 5, {}, null] as unknown as NodeJS.CallSite[])].join('\n') },
  '/emits': async () => { const emitter = new EventEmitter(); let text = ''; emitter.on('one', () => (text = textOf(new Error('emitted')))); const none = [await 0, emitter.emit('one')]; return `${none.length} ${text}` },
  '/timers': async () => `${await new Promise<string>((resolve) => setTimeout(() => resolve(textOf(new Error('timer'))), 1))} ${await 1}`,
  '/ticks': async () => { const none = await 0; return `${none} ${await new Promise<string>((resolve) => process.nextTick(() => resolve(textOf(new Error('tick')))))}` },
  '/names': async () => { const error = new Error(`named ${await 0}`); error.name = 'Renamed'; const late = Object.assign(Object.create(error) as Error, { message: 'late' }); return `${textOf(error)} ${textOf(late)}` },
}
