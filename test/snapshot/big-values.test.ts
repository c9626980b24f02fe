import { describe, expect, it } from 'vitest'
import { createRedactor, createValueTable, previewOf } from '../../src/server/snapshot/index.ts'

const manyKeys: Record<string, number> = {}
for (let index = 0; index < 100_000; index++) manyKeys[`key${index}`] = index
const values: readonly (readonly [string, unknown, number])[] = [
  ['an object with 100,000 keys', manyKeys, 100_000],
  ['an array of a million', new Array(1_000_000).fill(1), 1_000_000],
  ['an array of a billion holes', new Array(1_000_000_000), 1_000_000_000],
  ['a Map of 100,000', new Map(Array.from({ length: 100_000 }, (_, index) => [index, { index }])), 100_000],
  ['a Set of 100,000', new Set(Array.from({ length: 100_000 }, (_, index) => index)), 100_000],
  ['a Buffer of 50 MB', Buffer.alloc(50_000_000), 3_125_001],
  ['a Float64Array of a million', new Float64Array(1_000_000), 1_000_000],
]

/** The limit in real life is 15 ms, without one it is many seconds; shared test machines are slow. */
const LIMIT_MS = 3000

describe('big values', () => {
  it.each(values)('%s costs little', (_, value, total) => {
    const redactor = createRedactor()
    const start = performance.now()
    const table = createValueTable({ prefix: 'v', redactor })
    const { ref, preview } = table.view(value)
    table.capture(performance.now() + 15)
    expect(performance.now() - start).toBeLessThan(LIMIT_MS)
    expect(preview.length).toBeLessThanOrEqual(120)
    expect(JSON.stringify(table).length).toBeLessThan(50_000)
    expect(table.expand(ref!, 0, 50)).toMatchObject({ total })
    expect(table.expand(ref!, 200, 10)?.total).toBe(total)
  })

  it('long strings cost little', () => {
    const redactor = createRedactor()
    const text = 'password=hunter2 '.repeat(500_000)
    const start = performance.now()
    const table = createValueTable({ prefix: 'v', redactor })
    table.view(text)
    table.view(['x'.repeat(2 ** 28)])
    table.capture(performance.now() + 15)
    expect(performance.now() - start).toBeLessThan(LIMIT_MS)
    expect(JSON.stringify(table)).not.toContain('hunter2')
  })

  it('an endless chain and a wide tree stop at the deadline', () => {
    interface Node {
      next?: Node
      children: Node[]
    }
    const grow = (depth: number): Node => ({
      children: depth === 0 ? [] : Array.from({ length: 90 }, () => grow(depth - 1)),
    })
    const tree = grow(2)
    tree.next = tree
    const table = createValueTable({ prefix: 'v', redactor: createRedactor() })
    table.view({ tree, list: Array.from({ length: 100 }, () => tree.children) })
    const start = performance.now()
    table.capture(start + 15)
    expect(performance.now() - start).toBeLessThan(LIMIT_MS)
    expect(JSON.stringify(table).length).toBeLessThan(10_000_000)
  })

  it('a long chain of prototypes is followed only so far', () => {
    let prototype: object = {}
    for (let index = 0; index < 100_000; index++) prototype = Object.create(prototype) as object
    const start = performance.now()
    expect(previewOf(prototype)).toBe('Object <Complex prototype> {}')
    expect(performance.now() - start).toBeLessThan(LIMIT_MS)
  })
})
