import { describe, expect, it } from 'vitest'
import type { Capture, CapturedFrame } from '../../src/server/capture/index.ts'
import { createRedactor, createValueTable, describeError } from '../../src/server/snapshot/index.ts'
import { parseStack } from '../../src/server/source/index.ts'
import { draftTraceback } from '../../src/server/traceback/index.ts'
import type { Draft } from '../../src/server/traceback/index.ts'
import { readFunction } from '../../src/server/traceback/function-text.ts'

interface Given {
  readonly captures?: ReadonlyMap<unknown, Capture>
  readonly text?: string
  readonly keepsAll?: boolean
}

function draft(
  error: unknown,
  { captures = new Map<unknown, Capture>(), text = '() {}', keepsAll = true }: Given = {},
): Draft {
  return draftTraceback(error, captures.get(error), {
    table: createValueTable({ redactor: createRedactor(), prefix: 's' }),
    describeError,
    parseStack,
    captureOf: (thrown) => captures.get(thrown),
    toRunning: (_url, position) => position,
    isApp: (url) => !url.includes('/node_modules/'),
    keepsAll,
    syntaxPlace: () => undefined,
    scriptSource: () => undefined,
    functionText: () => readFunction(text),
  })
}

function errorAt(stack: string, message = 'x'): Error {
  const error = new Error(message)
  error.stack = `Error: ${message}\n${stack}`
  return error
}

function captured(more: Partial<CapturedFrame> & { readonly line: number; readonly url?: string }): CapturedFrame {
  const { line, url = 'file:///app/a.js', ...rest } = more
  return {
    functionName: `f${line}`,
    async: false,
    origin: 'app',
    position: { url, scriptId: '1', line, column: 3 },
    functionKey: `1:${line}`,
    functionRange: undefined,
    scopes: [],
    self: undefined,
    args: undefined,
    entry: () => () => undefined,
    reason: undefined,
    ...rest,
  }
}

function captureOf(thrown: unknown, frames: readonly CapturedFrame[], skipped = false): Capture {
  return { thrown, how: 'thrown', via: 'throw', at: 0, frames, skipped, cutFrames: 0 }
}

const STACK = [
  '    at load (file:///app/a.js:1:3)',
  '    at Array.map (<anonymous>)',
  '    at async call (file:///app/node_modules/lib/b.js:9:9)',
  '    at async main (file:///app/a.js:5:3)',
].join('\n')

describe('an error that nobody captured', () => {
  it('has the frames of its stack text, without variables', () => {
    const { frames } = draft(errorAt(STACK))
    expect(
      frames.map(({ functionName, line, async, scopes, captured: found }) => [
        functionName,
        line,
        async,
        scopes,
        found,
      ]),
    ).toEqual([
      ['load', 1, false, [], undefined],
      ['call', 9, true, [], undefined],
      ['main', 5, true, [], undefined],
    ])
    expect(new Set(frames.map(({ reason }) => reason)).size).toBe(1)
    expect(frames[0]?.reason).toContain('not seen')
  })

  it('says why where it knows', () => {
    const overflow = Object.assign(errorAt(STACK, 'Maximum call stack size exceeded'), { name: 'RangeError' })
    const skipped = errorAt(STACK)
    const captures = new Map([[skipped, captureOf(skipped, [], true)]])
    expect(draft(overflow).frames[0]?.reason).toContain('stack overflow')
    expect(draft(skipped, { captures }).frames[0]?.reason).toContain('so many errors')
  })

  it.each([undefined, null, 42, 'text', Symbol('s'), {}, Object.create(null), errorAt(''), new Proxy({}, traps())])(
    'may be anything at all (%#)',
    (thrown) => {
      expect(draft(thrown).frames).toEqual([])
    },
  )
})

describe('a captured error', () => {
  it('has the waiting frames of libraries between its own', () => {
    const error = errorAt(STACK)
    const frames = [captured({ line: 1 }), captured({ line: 5, async: true })]
    const made = draft(error, { captures: new Map([[error, captureOf(error, frames)]]) })
    expect(
      made.frames.map(({ index, functionName, captured: found }) => [index, functionName, found !== undefined]),
    ).toEqual([
      [0, 'f1', true],
      [1, 'call', false],
      [2, 'f5', true],
    ])
    expect(made.frames[1]?.reason).toContain('library')
  })

  it('shows variables of app frames only, and none of our own', () => {
    const variables = { a: 1, __inquest_settle__: 2, password: 'x' }
    const scopes = [{ kind: 'local', name: undefined, variables }] as const
    const error = errorAt('')
    const frames = [captured({ line: 1, scopes }), captured({ line: 2, scopes, origin: 'dependency' })]
    const made = draft(error, { captures: new Map([[error, captureOf(error, frames)]]) })
    expect(made.frames.map((frame) => frame.scopes.flatMap((scope) => scope.variables))).toMatchObject([
      [{ name: 'a' }, { name: 'password', missing: 'redacted' }],
      [],
    ])
  })

  it.each([
    ['() { this.x }', true],
    ['() => 1', false],
    ['() => this.x', true],
  ])('names `this` where it is the frame’s own: %s', (text, shown) => {
    const error = errorAt('')
    const scopes = [{ kind: 'local', name: undefined, variables: { a: 1 } }] as const
    const frames = [captured({ line: 1, scopes, self: { x: 1 } })]
    const made = draft(error, { captures: new Map([[error, captureOf(error, frames)]]), text })
    const names = made.frames[0]?.scopes.flatMap(({ variables }) => variables.map(({ name }) => name))
    expect(names).toEqual(shown ? ['this', 'a'] : ['a'])
  })

  it('shows of a module what the function mentions', () => {
    const error = errorAt('')
    const scopes = [
      { kind: 'local', name: undefined, variables: { a: 1 } },
      { kind: 'module', name: undefined, variables: { used: 1, unused: 2, f1: 3 } },
      { kind: 'closure', name: undefined, variables: { require: 1, module: 2, used: 3 } },
    ] as const
    const frames = [captured({ line: 1, scopes })]
    const made = draft(error, {
      captures: new Map([[error, captureOf(error, frames)]]),
      text: '() { return used + f1() }',
    })
    expect(made.frames[0]?.scopes.map(({ kind, variables }) => [kind, variables.map(({ name }) => name)])).toEqual([
      ['local', ['a']],
      ['module', ['used']],
      ['module', ['used']],
    ])
  })
})

describe('causes', () => {
  it('have frames of their own, numbered on', () => {
    const inner = errorAt('    at inner (file:///app/a.js:1:1)')
    const outer = Object.assign(errorAt('    at outer (file:///app/a.js:2:1)'), { cause: inner })
    const made = draft(outer)
    expect([made.frames[0]?.index, made.causes[0]?.frames[0]?.index]).toEqual([0, 1])
    expect(made.causes[0]?.relation).toBe('cause')
  })

  it('end where they began, and are no more than thirty', () => {
    const loop: Error & { cause?: unknown } = errorAt('')
    loop.cause = Object.assign(errorAt(''), { cause: loop })
    expect(draft(loop).causes[0]?.causes).toEqual([])
    const many = new AggregateError(Array.from({ length: 100 }, () => errorAt('')))
    expect(draft(many).causes.length).toBeLessThanOrEqual(30)
    let chain = errorAt('')
    for (let depth = 0; depth < 500; depth++) chain = Object.assign(errorAt(''), { cause: chain })
    let links = 0
    for (let link = draft(chain).causes[0]; link !== undefined; link = link.causes[0]) links++
    expect(links).toBe(30)
  })
})

function traps(): ProxyHandler<object> {
  const trap = (): never => {
    throw new Error('app code ran')
  }
  return { get: trap, getPrototypeOf: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, has: trap }
}
