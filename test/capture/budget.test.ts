import { describe, expect, it } from 'vitest'
import { createBudget } from '../../src/server/capture/budget.ts'
import type { Budget } from '../../src/server/capture/budget.ts'
import { createPauseTimes } from '../../src/server/capture/pause-times.ts'

function withClock(errorsPerSecond = 50, pauseShare = 0.1): { budget: Budget; clock: { now: number } } {
  const clock = { now: 5000 }
  return { clock, budget: createBudget({ errorsPerSecond, pauseShare }, () => clock.now) }
}

describe('the budget', () => {
  it('allows so many new errors a second', () => {
    const { budget, clock } = withClock(3)
    for (let n = 0; n < 3; n++) {
      expect(budget.mayCapture()).toBe(true)
      budget.spend(1, true)
    }
    expect(budget.mayCapture()).toBe(false)
    expect(budget.mayExtend()).toBe(true)
    clock.now += 999
    expect(budget.mayCapture()).toBe(false)
    clock.now += 1
    expect(budget.mayCapture()).toBe(true)
  })

  it('counts the rethrows of a known error as time only', () => {
    const { budget } = withClock(2)
    for (let n = 0; n < 40; n++) budget.spend(1, false)
    expect(budget.mayCapture()).toBe(true)
  })

  it('gives things up one after the other as time is spent', () => {
    const { budget } = withClock(1000)
    const allowed = (): string =>
      [budget.hasPlenty(), budget.mayCapture(), budget.mayExtend(), budget.mayIdentify()].map(Number).join('')
    expect(allowed()).toBe('1111')
    budget.spend(49, true)
    expect(allowed()).toBe('1111')
    budget.spend(1, true) // half of 100 ms
    expect(allowed()).toBe('0111')
    budget.spend(50, true)
    expect(allowed()).toBe('0001')
    budget.spend(100, true)
    expect(allowed()).toBe('0001')
    for (let noted = 0; noted < 200; noted++) budget.skip()
    expect(allowed()).toBe('0000')
  })

  it('forgets what was spent when the second is over, even after hours', () => {
    const { budget, clock } = withClock(1)
    budget.spend(900, true)
    clock.now += 3_600_000
    expect([budget.mayCapture(), budget.hasPlenty()]).toEqual([true, true])
    budget.spend(1, true)
    expect(budget.mayCapture()).toBe(false)
  })

  it('tells when the next second begins, and never a time that has passed', () => {
    const { budget, clock } = withClock()
    expect(budget.untilNextWindow()).toBe(1000)
    clock.now += 400
    expect(budget.untilNextWindow()).toBe(600)
    clock.now += 5000
    expect(budget.untilNextWindow()).toBe(1)
  })

  it('counts what it skipped, for good', () => {
    const { budget, clock } = withClock()
    budget.skip()
    clock.now += 2000
    budget.skip()
    expect(budget.skipped).toBe(2)
  })
})

describe('pause times', () => {
  it('are zero before there was a pause', () => {
    expect(createPauseTimes().summary()).toEqual({ count: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 })
  })

  it('are percentiles, whatever the order', () => {
    const times = createPauseTimes()
    for (let n = 0; n < 100; n++) times.add(((n * 37) % 100) + 1)
    expect(times.summary()).toEqual({ count: 100, p50Ms: 50, p95Ms: 95, maxMs: 100 })
  })

  it('are of the last 1,000 pauses, but the longest of all', () => {
    const times = createPauseTimes()
    times.add(500)
    for (let n = 0; n < 5000; n++) times.add(1.00049)
    expect(times.summary()).toEqual({ count: 5001, p50Ms: 1, p95Ms: 1, maxMs: 500 })
  })
})
