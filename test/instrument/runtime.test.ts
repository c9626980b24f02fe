import { describe, expect, it } from 'vitest'
import { Settled } from '../../src/server/instrument/settle.ts'
import { installRuntime, iterate, settle, watch } from '../../src/server/instrument/runtime.ts'

describe('watch and settle', () => {
  it('let primitives through, the same tick', () => {
    for (const value of [undefined, null, 0, '', NaN, true, 1n, Symbol.iterator]) {
      expect(watch(value)).toBe(value)
      expect(settle(value)).toBe(value)
    }
  })

  it('give back values and throw rejections as they are', async () => {
    const error = Object.freeze({ some: 'reason' })
    expect(settle(await watch(Promise.resolve(error)))).toBe(error)
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- any value can be a reason
    const outcome = await watch(Promise.reject(error))
    let thrown: unknown
    try {
      settle(outcome)
    } catch (caught) {
      thrown = caught
    }
    expect(thrown).toBe(error)
  })

  it('touch objects that are no promises as little as await does', async () => {
    const seen: PropertyKey[] = []
    const value = new Proxy(() => undefined, {
      get(target, key): unknown {
        seen.push(key)
        return Reflect.get(target, key)
      },
    })
    expect(settle(await watch(value))).toBe(value)
    expect(seen).toEqual(['then'])
    for (const plain of [{}, [], new Map(), Object.create(null), new Date()] as object[]) {
      expect(settle(await watch(plain))).toBe(plain)
      expect(settle(plain)).toBe(plain)
    }
  })

  it('read `then` of a thenable once, at once, and call it once, later', async () => {
    const log: string[] = []
    const thenable = {
      get then() {
        log.push('read')
        return (resolve: (value: number) => void) => {
          log.push('called')
          resolve(5)
        }
      },
    }
    const watched = watch(thenable)
    expect(log).toEqual(['read'])
    expect(settle(await watched)).toBe(5)
    expect(log).toEqual(['read', 'called'])
  })

  it('do not call a patched `then` of promises', async () => {
    const native = Object.getOwnPropertyDescriptor(Promise.prototype, 'then')!
    let calls = 0
    Reflect.defineProperty(Promise.prototype, 'then', { ...native, value: () => calls++ })
    const watched = watch(Promise.resolve(1))
    Reflect.defineProperty(Promise.prototype, 'then', native)
    expect(settle(await watched)).toBe(1)
    expect(calls).toBe(0)
  })

  it('do not offer their outcomes to a `then` on Object.prototype', async () => {
    let reads = 0
    Object.defineProperty(Object.prototype, 'then', {
      configurable: true,
      get(this: unknown) {
        if (this instanceof Settled) reads++
        return undefined
      },
    })
    const outcome = await watch(Promise.resolve(1))
    Reflect.deleteProperty(Object.prototype, 'then')
    expect(outcome).toBeInstanceOf(Settled)
    expect(reads).toBe(0)
  })

  it('throw at once what reading `constructor` throws', () => {
    const promise = Object.defineProperty(Promise.resolve(), 'constructor', {
      get() {
        throw new RangeError('constructor')
      },
    })
    expect(() => watch(promise)).toThrow(RangeError)
  })
})

describe('iterate', () => {
  const failures: readonly (readonly [name: string, iterable: unknown])[] = [
    ['undefined', undefined],
    ['null', null],
    ['a number', 5],
    ['an object', {}],
    ['a method that is none', { [Symbol.asyncIterator]: 5 }],
    ['an iterator that is none', { [Symbol.asyncIterator]: () => 5 }],
    ['a sync iterator that is none', { [Symbol.iterator]: () => 5 }],
    ['next that is none', { [Symbol.asyncIterator]: () => ({ next: 5 }) }],
    ['no next', { [Symbol.asyncIterator]: () => ({}) }],
    ['no next, sync', { [Symbol.iterator]: () => ({}) }],
    ['a result that is none', { [Symbol.asyncIterator]: () => ({ next: () => 5 }) }],
    ['a promise of a result that is none', { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(5) }) }],
    ['a sync result that is none', { [Symbol.iterator]: () => ({ next: () => 5 }) }],
    ['a return that is none', { [Symbol.asyncIterator]: () => ({ next: () => ({ done: false }), return: 5 }) }],
  ]
  for (const [name, iterable] of failures) {
    it(`fails for ${name} as the loop does`, async () => {
      const loop = async (over: () => unknown): Promise<unknown> => {
        for await (const value of over() as AsyncIterable<unknown>) return value
        return undefined
      }
      const native = await loop(() => iterable).catch((error: unknown) => error)
      const ours = await loop(() => iterate(iterable)).catch((error: unknown) => error)
      expect(native).toBeInstanceOf(TypeError)
      expect(ours).toBeInstanceOf(TypeError)
    })
  }

  it('looks things up when the loop does', async () => {
    const record = async (wrap: (iterable: unknown) => unknown): Promise<readonly string[]> => {
      const log: string[] = []
      const iterator = new Proxy(
        { next: () => Promise.resolve({ done: false, value: 1 }), return: () => ({}) },
        {
          get(target, key): unknown {
            log.push(`iterator ${String(key)}`)
            return Reflect.get(target, key)
          },
          has: (_, key) => log.push(`has ${String(key)}`) > 0,
        },
      )
      const iterable = new Proxy(
        { [Symbol.asyncIterator]: () => iterator },
        {
          get(target, key): unknown {
            log.push(String(key))
            return Reflect.get(target, key)
          },
        },
      )
      for await (const value of wrap(iterable) as AsyncIterable<number>) {
        log.push(`body ${value}`)
        if (log.filter((entry) => entry.startsWith('body')).length === 2) break
      }
      return log
    }
    const native = await record((iterable) => iterable)
    expect(native).toContain('iterator return')
    expect(await record(iterate)).toEqual(native)
  })
})

describe('installRuntime', () => {
  it('defines hidden globals and takes them away', () => {
    const target = {}
    const uninstall = installRuntime(target)
    expect(Object.keys(target)).toEqual([])
    expect(Object.getOwnPropertyNames(target)).toEqual([
      '__inquest_settle__',
      '__inquest_watch__',
      '__inquest_iterate__',
      '__inquest_delegate__',
      '__inquest_hand_over__',
    ])
    installRuntime(target)()
    expect(Object.getOwnPropertyNames(target)).toHaveLength(5)
    uninstall()
    expect(Object.getOwnPropertyNames(target)).toEqual([])
  })
})
