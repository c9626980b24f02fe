import { timingSafeEqual } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openPin } from '../../src/server/guard/pin.ts'

vi.mock('node:crypto', async (load) => {
  const real = await load<typeof import('node:crypto')>()
  return { ...real, timingSafeEqual: vi.fn(real.timingSafeEqual) }
})

const compare = vi.mocked(timingSafeEqual)
const pin = openPin('123-456-789', undefined, () => undefined)
beforeEach(() => void compare.mockClear())

describe('23 comparing a PIN', () => {
  it.each([
    ['123-456-789', true],
    ['123 456 789', true],
    ['023-456-789', false],
    ['123-456-780', false],
    ['', false],
    ['1', false],
    ['9'.repeat(20), false],
  ])('%j is compared once, as a hash of full length, by the comparison that takes constant time', (entry, right) => {
    expect(pin.matches(entry)).toBe(right)
    expect(compare.mock.calls.map((hashes) => hashes.map(({ byteLength }) => byteLength))).toEqual([[32, 32]])
  })

  it('nothing but that comparison decides', () => {
    compare.mockReturnValueOnce(false).mockReturnValueOnce(true)
    expect([pin.matches('123-456-789'), pin.matches('000-000-000')]).toEqual([false, true])
  })
})
