import { describe, expect, it } from 'vitest'
import {
  createRedactor,
  createValueTable,
  describeErrorChain,
  previewOf,
  restoreValueTable,
} from '../../src/server/snapshot/index.ts'

/** Mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const SECRET = 'hunter2hunter2'

/** A graph of a few hundred values, with cycles, shared parts, and a secret wherever a name hides one. */
function graphFrom(seed: number): unknown[] {
  const random = randomFrom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const made: unknown[] = [
    1,
    -0,
    NaN,
    'tea',
    '',
    null,
    undefined,
    true,
    10n,
    Symbol('s'),
    'x'.repeat(3000),
    '\u0000\u202e\ud800',
  ]
  const any = (): unknown => pick(made)
  const anyObject = (): object | null => {
    const value = any()
    return typeof value === 'object' ? value : null
  }
  const text = (): string =>
    String.fromCharCode(...Array.from({ length: Math.floor(random() * 20) }, () => random() * 0xffff))
  const makers: (() => unknown)[] = [
    () => ({ [text()]: any(), [pick(['a', 'b', '__proto__', 'constructor', 'length'])]: any(), password: SECRET }),
    () => [any(), any(), , any()], // eslint-disable-line no-sparse-arrays -- holes are wanted
    () =>
      new Map([
        [any(), any()],
        ['apiKey', SECRET],
        [text(), any()],
      ]),
    () => new Set([any(), any()]),
    () => Object.assign(new Error(text(), { cause: any() }), { [text()]: any(), token: SECRET }),
    () => new AggregateError([any(), any(), new Error('x', { cause: any() })], text()),
    () => Object.assign(Object.create(anyObject()) as object, { a: any() }),
    () => Object.freeze([`Bearer ${SECRET}`, `postgres://u:${SECRET}@h`, { note: `x&secret=${SECRET}` }]),
    () => new Proxy({ a: any() }, {}),
    () => Object.assign(() => any(), { cookie: SECRET, a: any() }),
    () => new Uint8Array(Math.floor(random() * 300)),
    () => new Date(random() * 1e16),
    () => Object(any() ?? 1) as unknown,
    () =>
      Object.defineProperty({}, 'g', {
        get: () => {
          throw new Error('ran')
        },
        enumerable: true,
      }),
    () => ['Authorization', SECRET, 'Host', any()],
    text,
  ]
  for (let index = 0; index < 300; index++) made.push(pick(makers)())
  for (const value of made) {
    if (value instanceof Object && Object.isExtensible(value) && !(value instanceof Uint8Array)) {
      try {
        Object.defineProperty(value, 'loop', { value: any(), enumerable: random() > 0.5 })
      } catch {
        // Some prototypes refuse.
      }
    }
  }
  return made
}

describe('random graphs', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('seed %i', (seed) => {
    const graph = graphFrom(seed)
    const redactor = createRedactor()
    const table = createValueTable({ prefix: 'r', redactor })
    for (const value of graph) {
      const preview = previewOf(value, { redactor })
      expect(preview.length).toBeLessThanOrEqual(120)
      expect(preview).toMatch(/^\P{Cc}*$/u)
      table.variable('value', value)
      describeErrorChain(value, table, () => [])
    }
    table.capture(performance.now() + 200)
    for (const { ref } of table.toJSON().entries) table.expand(ref, 0, 5)
    const text = JSON.stringify(table)
    expect(text.length).toBeLessThan(8_000_000)
    expect(text).not.toContain(SECRET)
    table.release()
    const restored = restoreValueTable(JSON.parse(text))
    for (const { ref } of table.toJSON().entries) {
      const { children, total } = table.expand(ref, 0, 1000)!
      expect(children.length).toBeLessThanOrEqual(total)
      expect(restored.expand(ref, 0, 1000)).toEqual({ children, total })
    }
  })
})
