import { describe, expect, it } from 'vitest'
import { createStrangers } from '../../src/server/capture/strangers.ts'

const CAPTURE = { how: 'thrown', via: 'throw', at: 0, frames: [], skipped: false, cutFrames: 0 } as const

describe('an error of another vm context', () => {
  it('is known by its description, once', () => {
    const strangers = createStrangers((error) => (error as Error).stack)
    const [mine, other] = [new Error('mine'), new Error('other')]
    strangers.add(mine.stack ?? '', { ...CAPTURE, at: 7 })
    expect(strangers.claim(other)).toBeUndefined()
    expect(strangers.claim(mine)).toMatchObject({ thrown: mine, at: 7 })
    expect(strangers.claim(mine)).toBeUndefined()
  })

  it('keeps the frames of its first throw', () => {
    const strangers = createStrangers((error) => (error as Error).stack)
    const error = new Error('twice')
    strangers.add(error.stack ?? '', { ...CAPTURE, at: 1 })
    strangers.add(error.stack ?? '', { ...CAPTURE, at: 2 })
    expect(strangers.claim(error)).toMatchObject({ at: 1 })
    expect(strangers.claim(error)).toBeUndefined()
  })

  it('is forgotten behind ten others, and asks nothing of V8 when none waits', () => {
    let asked = 0
    const strangers = createStrangers(() => `${asked++}`)
    expect(strangers.claim(new Error('x'))).toBeUndefined()
    expect(asked).toBe(0)
    for (let n = 0; n <= 10; n++) strangers.add(`${n}`, { ...CAPTURE, at: n })
    expect(strangers.claim(new Error('asks for 0'))).toBeUndefined()
    expect(strangers.claim(new Error('asks for 1'))).toMatchObject({ at: 1 })
    expect(strangers.claim({})).toBeUndefined()
  })
})
