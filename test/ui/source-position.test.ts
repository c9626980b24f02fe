import { describe, expect, it } from 'vitest'
import { findPositions } from '../../src/ui/console/source-position.ts'
import { createRandom, randomText } from './random-text.ts'

describe('positions in a text', () => {
  it.each([
    ['    at f (file:///app/src/cart.ts:12:3)', 'file:///app/src/cart.ts', 12, 3],
    ['at async /app/my-shop/a.b/index.mjs:7:41', '/app/my-shop/a.b/index.mjs', 7, 41],
    ['(app/[id]/(shop)/page.tsx:1:2)', 'app/[id]/(shop)/page.tsx', 1, 2],
    ['see src/cart.ts:9', 'src/cart.ts', 9, 1],
    ['at C:\\app\\cart.js:4:5', 'C:\\app\\cart.js', 4, 5],
    ["'    at rateFor (./rates.ts:34:16)\\n' +", './rates.ts', 34, 16],
    ['at node_modules/@hono/node-server/dist/index.js:3:2', 'node_modules/@hono/node-server/dist/index.js', 3, 2],
  ])('%s', (text, file, line, column) => {
    const [match, ...others] = findPositions(text)
    expect(others).toEqual([])
    expect(match?.position).toEqual({ file, line, column })
    expect(text.slice(match?.start, match?.end)).toMatch(new RegExp(`:${line}(?::${column})?$`))
  })

  it('finds several in a line', () => {
    expect(findPositions('a.ts:1:2, b.ts:3:4').map(({ position }) => position.file)).toEqual(['a.ts', 'b.ts'])
  })

  it.each([
    '12:30:45',
    'http://127.0.0.1:3000',
    'localhost:80',
    '{ a: 1 }',
    'x.ts:1:2:3',
    'node:internal/timers:5:1',
    'a.ts:',
  ])('finds none in %s', (text) => {
    expect(findPositions(text)).toEqual([])
  })

  it('keeps matches apart and inside the text, and takes its time in proportion', () => {
    const random = createRandom(12)
    for (let round = 0; round < 500; round++) {
      const text = `${randomText(random, 10)}a.ts:1:2${randomText(random, 10)}`
      let at = 0
      for (const { start, end } of findPositions(text)) {
        expect(start).toBeGreaterThanOrEqual(at)
        expect(end).toBeGreaterThan(start)
        at = end
      }
      expect(at).toBeLessThanOrEqual(text.length)
    }
    const started = performance.now()
    for (const long of ['a'.repeat(200_000), ':1'.repeat(100_000), 'a.b:1 '.repeat(30_000)]) findPositions(long)
    expect(performance.now() - started).toBeLessThan(1500)
  })
})
