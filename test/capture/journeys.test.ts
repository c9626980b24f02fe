import { describe, expect, it } from 'vitest'
import type { Capture } from '../../src/server/capture/index.ts'
import { createJourneys } from '../../src/server/capture/journeys.ts'
import type { Journeys, RequestInPlay } from '../../src/server/capture/journeys.ts'
import { mergePause, startChain } from '../../src/server/capture/merge.ts'
import type { Pause } from '../../src/server/capture/merge.ts'
import { frameOf } from './captured-frame.ts'

const thrower = frameOf('thrower', { line: 1 })
const caller = frameOf('caller', { line: 2 })
const waiter = frameOf('waiter', { line: 3 })

class Requests {
  here: { capture: Capture | undefined } | undefined
  readonly journeys: Journeys = createJourneys((): RequestInPlay | undefined => this.here)

  /** A pause in a request; the capture that it belongs to. */
  pause(thrown: unknown, known: Capture | undefined, pause: Pause): Capture {
    const found = this.journeys.continuing(thrown, known, pause)
    const chain = found === undefined ? startChain(pause) : mergePause(this.journeys.chainOf(found), pause)
    const capture = found ?? newCapture(thrown, pause)
    this.journeys.advance(capture, chain)
    if (this.here !== undefined) this.here.capture = capture
    return capture
  }
}

function newCapture(thrown: unknown, { via, frames }: Pause): Capture {
  return { thrown, how: 'thrown', via, at: 0, frames, skipped: false, cutFrames: 0 }
}

function namesOf({ frames }: Capture): string {
  return frames.map(({ functionName, async }) => (async ? '~' : '') + functionName).join(' ')
}

describe('the journey of an error', () => {
  const error = new Error('shared')

  it('goes on when a frame that it passes throws or awaits it again', () => {
    const requests = new Requests()
    requests.here = { capture: undefined }
    const first = requests.pause(error, undefined, { via: 'throw', frames: [thrower, caller] })
    expect(requests.pause(error, first, { via: 'throw', frames: [caller] })).toBe(first)
    expect(requests.pause(error, first, { via: 'await', frames: [waiter] })).toBe(first)
    expect(namesOf(first)).toBe('thrower caller ~waiter')
  })

  it('begins anew when another request throws it', () => {
    const requests = new Requests()
    requests.here = { capture: undefined }
    const first = requests.pause(error, undefined, { via: 'throw', frames: [thrower, caller] })
    requests.here = { capture: undefined }
    const second = requests.pause(error, first, { via: 'throw', frames: [frameOf('other')] })
    expect([namesOf(first), namesOf(second)]).toEqual(['thrower caller', 'other'])
  })

  it('begins anew when it is thrown again where it was thrown before', () => {
    const requests = new Requests()
    requests.here = { capture: undefined }
    const first = requests.pause(error, undefined, { via: 'throw', frames: [thrower] })
    expect(requests.pause(error, first, { via: 'throw', frames: [{ ...thrower }] })).not.toBe(first)
  })

  it('forks when another request awaits what failed in the first one', () => {
    const requests = new Requests()
    requests.here = { capture: undefined }
    const first = requests.pause(error, undefined, { via: 'throw', frames: [thrower] })
    requests.pause(error, first, { via: 'await', frames: [caller] })
    requests.here = { capture: undefined }
    const second = requests.pause(error, first, { via: 'await', frames: [waiter] })
    expect([namesOf(first), namesOf(second)]).toEqual(['thrower ~caller', 'thrower ~waiter'])
  })

  it('goes on outside of requests, where nobody can tell', () => {
    const requests = new Requests()
    const first = requests.pause(error, undefined, { via: 'throw', frames: [thrower] })
    requests.here = { capture: undefined }
    expect(requests.pause(error, first, { via: 'await', frames: [waiter] })).toBe(first)
  })

  it('of a primitive is that of the value thrown last in the request', () => {
    const requests = new Requests()
    requests.here = { capture: undefined }
    const first = requests.pause(NaN, undefined, { via: 'throw', frames: [thrower] })
    expect(requests.pause(NaN, undefined, { via: 'await', frames: [waiter] })).toBe(first)
    expect(requests.pause(7, undefined, { via: 'await', frames: [waiter] })).not.toBe(first)
    requests.here = { capture: undefined }
    expect(requests.pause(NaN, undefined, { via: 'await', frames: [waiter] })).not.toBe(first)
  })
})
