import { describe, expect, it } from 'vitest'
import type { CapturedFrame } from '../../src/server/capture/index.ts'
import { mergePause, startChain } from '../../src/server/capture/merge.ts'
import type { Chain, Pause } from '../../src/server/capture/merge.ts'
import { frameOf } from './captured-frame.ts'

const LOOP = frameOf('processTicksAndRejections', { origin: 'node' })

function chainOf(first: Pause, ...rest: readonly Pause[]): Chain {
  return rest.reduce(mergePause, startChain(first))
}

function thrown(...frames: readonly CapturedFrame[]): Pause {
  return { frames, via: 'throw' }
}

function awaited(...frames: readonly CapturedFrame[]): Pause {
  return { frames, via: 'await' }
}

function rejected(...frames: readonly CapturedFrame[]): Pause {
  return { frames, via: 'reject' }
}

/** `~` marks what was reached through an await. */
function shape({ frames }: Chain): string {
  return frames.map(({ functionName, async }) => (async ? '~' : '') + functionName).join(' ')
}

describe('the chain of an error', () => {
  const [a, b, c] = [frameOf('a'), frameOf('b'), frameOf('c')]

  it('is the stack of its throw', () => {
    expect(shape(chainOf(thrown(a, b, c, LOOP)))).toBe('a b c processTicksAndRejections')
  })

  it('does not grow when a caller catches and throws again', () => {
    expect(shape(chainOf(thrown(a, b, c), thrown(b, c), thrown(c)))).toBe('a b c')
  })

  it('does not grow when the same frame throws again', () => {
    expect(shape(chainOf(thrown(a, b), thrown(a, b), thrown(a, b)))).toBe('a b')
  })

  it('grows by every frame that awaits, without the event loop below it', () => {
    const chain = chainOf(thrown(a, LOOP), awaited(b, LOOP), awaited(c, LOOP))
    expect(shape(chain)).toBe('a ~b ~c')
  })

  it('has a caller of an async function that threw before its first await only once', () => {
    const chain = chainOf(thrown(a, b, c, LOOP), awaited(b, LOOP), awaited(c, LOOP))
    expect(shape(chain)).toBe('a ~b ~c processTicksAndRejections')
  })

  it('takes the variables of the await, and keeps the position of the call', () => {
    const call = frameOf('b', { line: 10, column: 5, locals: { n: 1 } })
    const wait = frameOf('b', { line: 20, column: 7, locals: { n: 2 } })
    const [, merged] = chainOf(thrown(a, call), awaited(wait)).frames
    expect(merged?.position).toMatchObject({ line: 10, column: 5 })
    expect(merged?.scopes[0]?.variables).toEqual({ n: 2 })
  })

  it('has one frame that awaits the same rejection twice only once', () => {
    const locals = { job: {} }
    const first = frameOf('b', { line: 3, locals })
    const second = frameOf('b', { line: 5, locals })
    expect(shape(chainOf(thrown(a, LOOP), awaited(first), awaited(second)))).toBe('a ~b')
  })

  it('has one frame that awaits, catches and throws again only once', () => {
    expect(shape(chainOf(thrown(a, LOOP), awaited(b, LOOP), thrown(b, LOOP), awaited(c, LOOP)))).toBe('a ~b ~c')
  })

  it('has every level of an async recursion with arguments', () => {
    const level = (n: number): CapturedFrame => frameOf('f', { args: [n], locals: { n } })
    const chain = chainOf(thrown(level(0), LOOP), awaited(level(1)), awaited(level(2)), awaited(level(3)))
    expect(chain.frames.map(({ args }) => args?.[0])).toEqual([0, 1, 2, 3])
  })

  it('has every level of an async recursion without arguments', () => {
    const level = (): CapturedFrame => frameOf('f', { line: 4 })
    expect(shape(chainOf(thrown(level(), LOOP), awaited(level()), awaited(level()), awaited(level())))).toBe(
      'f ~f ~f ~f',
    )
  })

  it('has every level of a recursion whose levels threw before their first await', () => {
    const level = (): CapturedFrame => frameOf('f', { line: 4 })
    const chain = chainOf(thrown(level(), level(), level(), LOOP), awaited(level()), awaited(level()))
    expect(shape(chain)).toBe('f ~f ~f processTicksAndRejections')
  })

  it('has both of two functions that await each other in turn', () => {
    const chain = chainOf(thrown(a, LOOP), awaited(b), awaited(a), awaited(b), awaited(a))
    expect(shape(chain)).toBe('a ~b ~a ~b ~a')
  })

  it('has a frame that calls reject() and then awaits only once', () => {
    expect(shape(chainOf(rejected(a, b), awaited(a), awaited(b)))).toBe('a ~b')
    expect(shape(chainOf(rejected(a), awaited(a), awaited(b)))).toBe('a ~b')
  })

  it('has the executor that called reject(), and then who awaits', () => {
    const executor = frameOf('executor')
    expect(shape(chainOf(rejected(executor, b, LOOP), awaited(b), awaited(c)))).toBe('executor ~b ~c')
  })

  it('has a generator that is resumed by its consumer', () => {
    const next = frameOf('next', { origin: 'node' })
    expect(shape(chainOf(thrown(a, next, b, LOOP), awaited(b, LOOP), awaited(c, LOOP)))).toBe('a next ~b ~c')
  })

  it('keeps apart what only has the name in common', () => {
    const one = frameOf('m', { self: { id: 1 } })
    const two = frameOf('m', { self: { id: 2 } })
    expect(shape(chainOf(thrown(one, LOOP), awaited(two)))).toBe('m ~m')
    expect(shape(chainOf(thrown(one, two), thrown(two)))).toBe('m m')
  })

  it('knows a frame by arguments that are hard to compare', () => {
    for (const value of [NaN, -0, Symbol('s'), 10n, null, undefined]) {
      const frame = frameOf('f', { args: [value] })
      expect(shape(chainOf(thrown(a, frame), awaited(frameOf('f', { args: [value] }))))).toBe('a ~f')
    }
    expect(shape(chainOf(thrown(a, frameOf('f', { args: [0] })), awaited(frameOf('f', { args: [-0] }))))).toBe('a f ~f')
  })

  it('is left as it is by a pause without frames', () => {
    const chain = startChain(thrown(a, b))
    expect(mergePause(chain, thrown())).toBe(chain)
    expect(shape(chainOf(thrown(), awaited(a)))).toBe('~a')
  })

  it('runs nothing of the app when it compares', () => {
    let ran = 0
    const trap = new Proxy(
      {},
      {
        get: () => ran++,
        getOwnPropertyDescriptor: () => {
          ran++
          return undefined
        },
        ownKeys: () => [String(ran++)],
      },
    )
    const watched = Object.defineProperty({}, 'x', { get: () => ran++, enumerable: true })
    const args = Object.defineProperty([0], 0, { get: () => ran++ })
    const frame = (): CapturedFrame => frameOf('f', { self: trap, args, locals: watched })
    expect(shape(chainOf(thrown(a, frame()), awaited(frame()), awaited(frame())))).toMatch(/^a ~f/)
    expect(ran).toBe(0)
  })

  it('takes no time over arguments without end', () => {
    const endless = { length: 2 ** 40 }
    const frame = { ...frameOf('f'), args: endless }
    const started = performance.now()
    chainOf(thrown(a, frame), awaited({ ...frame }), awaited({ ...frame }))
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('takes variables that cannot be read', () => {
    const locals = new Proxy(
      { x: 1 },
      {
        getOwnPropertyDescriptor: () => {
          throw new ReferenceError('x is not available')
        },
      },
    )
    const frame = (line: number): CapturedFrame => frameOf('f', { line, locals: Object.create(locals) as object })
    expect(shape(chainOf(thrown(a, LOOP), awaited(frame(1)), awaited(frame(2))))).toMatch(/^a ~f/)
  })
})

describe('random programs', () => {
  /** An activation in the chain of callers, innermost first. */
  interface Activation {
    readonly frame: CapturedFrame
    /** Called without an await, or in the part before the caller's callee first awaited: on the stack at the throw. */
    readonly onStack: boolean
    readonly awaits: boolean
    readonly rethrows: boolean
  }

  it.each(Array.from({ length: 200 }, (_, seed) => seed + 1))(
    'have every activation once, in order, seed %i',
    (seed) => {
      const random = lehmer(seed)
      const chance = (share: number): boolean => random() < share
      const depth = 1 + Math.floor(random() * 8)
      const activations: Activation[] = []
      let connected = true
      for (let level = 0; level <= depth; level++) {
        const previous = activations.at(-1)
        const awaits = level > 0 && chance(0.7)
        // Whoever was resumed from an await has nobody below.
        connected = connected && (level === 0 || !awaits || chance(0.4))
        const recursive = previous !== undefined && awaits && chance(0.3)
        const name = recursive ? previous.frame.functionName : `f${level % 3}`
        const args = chance(0.5) && !recursive ? [level] : [`only ${name}`, recursive ? level : -level]
        activations.push({
          frame: frameOf(name, { args, line: 7, locals: { level } }),
          onStack: connected,
          awaits: awaits || !connected,
          rethrows: !recursive && chance(0.3),
        })
      }
      const stack = activations.filter(({ onStack }) => onStack).map(({ frame }) => frame)
      let chain = startChain(thrown(...stack, LOOP))
      let sync = true
      activations.forEach(({ frame, awaits, rethrows }, level) => {
        if (level > 0 && awaits) {
          sync = false
          chain = mergePause(chain, awaited({ ...frame, position: { ...frame.position, line: 8 } }, LOOP))
        }
        if (rethrows) chain = mergePause(chain, thrown(...(sync ? stack.slice(level) : [frame]), LOOP))
      })
      const expected = activations.map(({ frame }) => frame.args?.[1] ?? frame.args?.[0])
      const actual = chain.frames.filter(({ origin }) => origin === 'app').map(({ args }) => args?.[1] ?? args?.[0])
      expect(actual).toEqual(expected)
    },
  )
})

function lehmer(seed: number): () => number {
  let state = seed * 48_271
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
