import { describe, expect, it } from 'vitest'
import { renderText } from '../../src/server/snapshot/index.ts'
import { frames, traceback, withText } from './sample-traceback.ts'

describe('renderText', () => {
  it('tells the failure, the same each time', () => {
    expect(renderText(traceback, { root: '/app' }))
      .toBe(`TypeError: Cannot read properties of undefined (reading 'value')
POST /orders?token=••••••&x=1 → 500
    code = 'E_BAD'

total  src/orders.ts:12:5
    10 | function total(items) {
    11 |   let sum = 0
  > 12 |   sum += items.price.value
    13 |   return sum
    14 | }
    local
      item = { id: 2, price: -1 }
      password = ••••••
      late = <not initialised>
    closure makeTotal
      n = 1

… 3 frames in express, node

handler  src/app.ts:3:9 · async · source-only (not captured: too many frames)

Caused by: Error: two
lines

load  node:fs:1:2

One of the errors: RangeError: r

Note: Async callers are missing.
  node --import inquest/register app.ts
`)
  })

  it('has no ids and no times in it', () => {
    const text = renderText(traceback)
    for (const part of ['secret-id', '2026', '4711', '12 ms', 'v0']) expect(text).not.toContain(part)
    expect(renderText({ ...traceback, id: 'other', at: '', process: { pid: 1, node: '', title: '' } })).toBe(text)
  })

  it('marks names that are a minifier’s', () => {
    const value = { type: 'number', preview: '7' }
    const scope = { kind: 'local' as const, variables: [{ name: 't', isMinified: true as const, value }] }
    const [first] = frames
    expect(renderText({ ...traceback, frames: [{ ...first!, scopes: [scope] }] })).toContain('      t (minified) = 7\n')
  })

  it('names files outside of the root as they are', () => {
    expect(renderText(traceback, { root: '/ap' })).toContain('total  /app/src/orders.ts:12:5')
    expect(renderText(traceback, { root: '/app/src/' })).toContain('total  orders.ts:12:5')
  })

  it('expects no live frames of a snapshot', () => {
    const stored = {
      ...traceback,
      state: 'snapshot' as const,
      frames: frames.map((frame) => ({ ...frame, state: 'snapshot' as const })),
    }
    expect(renderText(stored)).toContain('total  /app/src/orders.ts:12:5\n')
    expect(renderText({ ...stored, state: 'live' })).toContain('total  /app/src/orders.ts:12:5 · snapshot\n')
  })

  it('lets nothing through that a terminal acts on', () => {
    const text = renderText(withText('\u001b]0;x\u0007\u009b31m\u202e\r\u0000'))
    expect(text).toMatch(/^(?:[^\p{Cc}\p{Cf}]|\n|\t)*$/u)
    expect(text).toContain('\\x1b]0;x\\x07\\x9b31m\\u202e\\r\\x00')
  })
})
