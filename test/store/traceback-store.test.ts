import { describe, expect, it } from 'vitest'
import { createTracebackStore } from '../../src/server/store/index.ts'
import type { StoredTraceback, StoreLimits } from '../../src/server/store/index.ts'
import { dice } from '../guard/guard-bench.ts'
import { traceback } from '../snapshot/sample-traceback.ts'

interface StoreBench {
  readonly store: ReturnType<typeof createTracebackStore>
  readonly clock: { now: number }
  readonly released: string[]
  add(id: string): StoredTraceback
}

function storeBench(limits: Partial<StoreLimits> = {}): StoreBench {
  const clock = { now: 0 }
  const released: string[] = []
  const store = createTracebackStore({ live: 3, liveMs: 1000, kept: 6, ...limits }, () => clock.now)
  return {
    store,
    clock,
    released,
    add(id) {
      const entry: StoredTraceback = {
        id,
        summary: { id, at: 'now', error: { name: 'Error', message: id } },
        traceback: Promise.resolve({ ...traceback, id }),
        live: { find: () => undefined, copy: () => undefined, release: () => void released.push(id) },
        expand: () => undefined,
      }
      store.add(entry)
      return entry
    },
  }
}

const states = ({ store }: StoreBench): string[] => store.list().map(({ id, state }) => `${id} ${state}`)

describe('tracebacks', () => {
  it('are listed newest first', () => {
    const bench = storeBench()
    for (const id of ['a', 'b', 'c']) bench.add(id)
    expect(states(bench)).toEqual(['c live', 'b live', 'a live'])
  })

  it('beyond the live ones stay as snapshots, beyond the kept ones not at all', () => {
    const bench = storeBench()
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) bench.add(id)
    expect(states(bench)).toEqual(['h live', 'g live', 'f live', 'e snapshot', 'd snapshot', 'c snapshot'])
    expect(bench.released).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(bench.store.get('a')).toBeUndefined()
  })

  it('are live for a while only', () => {
    const bench = storeBench()
    bench.add('a')
    bench.clock.now = 999
    bench.add('b')
    bench.clock.now = 1000
    bench.add('c')
    expect(states(bench)).toEqual(['c live', 'b live', 'a snapshot'])
  })

  it('are let go of without a newer one coming', async () => {
    const bench = storeBench({ liveMs: 20 })
    bench.add('a')
    bench.clock.now = 1000
    await expect.poll(() => bench.released).toEqual(['a'])
    bench.store.close()
  })

  it('can be deleted, once', () => {
    const bench = storeBench()
    bench.add('a')
    expect([bench.store.delete('a'), bench.store.delete('a'), bench.store.delete('__proto__')]).toEqual([
      true,
      false,
      false,
    ])
    expect([bench.released, bench.store.get('a')]).toEqual([['a'], undefined])
  })

  it('are all let go of in the end', () => {
    const bench = storeBench()
    for (const id of ['a', 'b', 'c', 'd']) bench.add(id)
    bench.store.close()
    expect([bench.released.sort(), bench.store.list()]).toEqual([['a', 'b', 'c', 'd'], []])
  })

  it('say the same as snapshots', async () => {
    const bench = storeBench({ live: 1 })
    const entry = bench.add('a')
    bench.add('b')
    await Promise.resolve()
    const first = await entry.traceback
    expect(first).toEqual({ ...traceback, id: 'a' })
    expect(await entry.traceback).not.toBe(first)
    expect(bench.store.get('a')).toBe(entry)
  })

  it('that are not complete yet come complete', async () => {
    const bench = storeBench({ live: 1 })
    const completed = Promise.withResolvers<typeof traceback>()
    const entry: StoredTraceback = { ...bench.add('a'), id: 'late', traceback: completed.promise }
    bench.store.add(entry)
    bench.add('c')
    const asked = entry.traceback
    completed.resolve(traceback)
    expect(await asked).toEqual(traceback)
    expect(await entry.traceback).toEqual(traceback)
  })

  it('never exceed their limits, whatever happens', () => {
    const roll = dice(7)
    const bench = storeBench()
    let count = 0
    for (let turn = 0; turn < 2000; turn++) {
      const what = roll()
      if (what < 0.6) bench.add(String(count++))
      else if (what < 0.8) bench.store.delete(String(Math.floor(roll() * count)))
      else bench.clock.now += Math.floor(roll() * 600)
      const listed = bench.store.list()
      const live = listed.filter(({ state }) => state === 'live')
      expect(live.length).toBeLessThanOrEqual(3)
      expect(listed.length).toBeLessThanOrEqual(6)
      expect(live).toEqual(listed.slice(0, live.length))
    }
    expect(new Set(bench.released).size).toBe(bench.released.length)
  })
})
