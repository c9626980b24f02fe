import { describe, expect, it } from 'vitest'
import {
  SLOTS,
  claim,
  closeSlot,
  createSharedState,
  currentStay,
  enterInput,
  isClaimed,
  leaveInput,
  openInputs,
  openSlot,
  release,
} from '../../src/server/watch/shared-state.ts'

describe('the state that two threads share', () => {
  it('lets nobody claim what has been left', () => {
    const state = createSharedState()
    const stay = enterInput(state, 3)
    expect(currentStay(state)).toEqual(stay)
    expect(leaveInput(state, stay)).toBe(true)
    expect(claim(state, stay)).toBe(false)
    expect(currentStay(state)).toBeUndefined()
  })

  it('lets nobody claim a later stay for an earlier one', () => {
    const state = createSharedState()
    const seen = enterInput(state, 3)
    leaveInput(state, seen)
    const later = enterInput(state, 3)
    expect(claim(state, seen)).toBe(false)
    expect(leaveInput(state, later)).toBe(true)
  })

  it('tells who leaves that it is claimed, until it is released', () => {
    const state = createSharedState()
    const stay = enterInput(state, 0)
    expect(claim(state, stay)).toBe(true)
    expect(leaveInput(state, stay)).toBe(false)
    expect(isClaimed(state)).toBe(true)
    release(state)
    expect(isClaimed(state)).toBe(false)
    expect(leaveInput(state, enterInput(state, 0))).toBe(true)
  })

  it('has room for some inputs, and takes more without watching their clients', () => {
    const state = createSharedState()
    const slots = Array.from({ length: SLOTS }, (_, n) =>
      openSlot(state, { number: n + 1, limitMs: 5000, localPort: 80, remotePort: 1000 + n }),
    )
    expect(new Set(slots).size).toBe(SLOTS)
    expect(openSlot(state, { number: 99, limitMs: 5000 })).toBe(-1)
    closeSlot(state, -1)
    closeSlot(state, slots[4] ?? -1)
    expect(openInputs(state).map(({ number }) => number)).not.toContain(5)
    expect(openSlot(state, { number: 99, limitMs: 50 })).toBe(slots[4])
    expect(openInputs(state).find(({ number }) => number === 99)).toEqual({ slot: slots[4], number: 99, limitMs: 50 })
  })
})
