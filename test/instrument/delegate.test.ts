import { describe, expect, it } from 'vitest'
import { delegate } from '../../src/server/instrument/runtime.ts'

type Wrap = (iterable: unknown) => unknown
const plainly: Wrap = (iterable) => iterable

/** What an async generator that delegates does, step by step: `next`, `throw` and `return` with values. */
async function drive(
  makeInner: (log: unknown[]) => unknown,
  wrap: Wrap,
  steps: readonly (readonly [string, unknown])[],
) {
  const log: unknown[] = []
  async function* outer() {
    try {
      log.push(['result', yield* wrap(makeInner(log)) as AsyncIterable<unknown>])
    } catch (error) {
      log.push([
        'caught',
        String(error).replace(/.*is not (?:async iterable|iterable|a function|an object)/, 'not a …'),
      ])
    } finally {
      log.push('finally')
    }
  }
  const running = outer() as unknown as Record<string, (value: unknown) => Promise<unknown>>
  for (const [method, value] of steps) {
    log.push(await running[method]?.(value).catch((error: unknown) => ['rejected', String(error)]))
  }
  return log
}

const next = ['next', 1] as const
const inners: Readonly<Record<string, (log: unknown[]) => unknown>> = {
  generator: (log) =>
    (async function* (): AsyncGenerator<string, string> {
      await Promise.resolve()
      try {
        log.push(['got', yield 'a'])
        log.push(['got', yield 'b'])
        return 'done'
      } catch (error) {
        log.push(['inner caught', String(error)])
        return 'recovered'
      } finally {
        log.push('inner finally')
      }
    })(),
  failing: () =>
    (async function* () {
      await Promise.resolve()
      yield 1
      throw new Error('inner failed')
    })(),
  rejecting: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('rejected step')) }) }),
  primitive: () => ({ [Symbol.asyncIterator]: () => ({ next: () => 5 }) }),
  bare: (log) => ({
    [Symbol.asyncIterator]: () => ({
      next: (...values: unknown[]) => (log.push(values), { done: false, value: values[0] }),
    }),
  }),
  synchronous: () => [1, Promise.resolve(2), 3],
  nothing: () => undefined,
  noMethod: () => ({}),
  noIterable: () => ({ [Symbol.asyncIterator]: 5 }),
}

describe('delegate', () => {
  const ways = [
    [next, next, next, next],
    [next, ['throw', new Error('thrown in')], next],
    [next, ['return', 'early'], next],
    [['return', 'at once']],
  ] as const
  for (const [name, inner] of Object.entries(inners)) {
    it.each(ways.map((steps) => [steps.map(([method]) => method).join(' '), steps] as const))(
      `does what the engine does with ${name}: %s`,
      async (_, steps) => {
        expect(await drive(inner, delegate, steps)).toEqual(await drive(inner, plainly, steps))
      },
    )
  }
})
