import type { Capture } from './capture.ts'
import { forkChain, isOnTheWay, startsAnew } from './merge.ts'
import type { Chain, Pause } from './merge.ts'

/** How far each error has come, and in which request: one error may be thrown by several, or time and again. */
export interface Journeys {
  chainOf(capture: Capture): Chain
  /** Puts a capture where its chain has got to. */
  advance(capture: Capture, chain: Chain): void
  /** The capture of this very error, if it belongs to the request that is being answered, or to none. */
  atHome(capture: Capture | undefined): Capture | undefined
  /** The capture that a pause goes on with; undefined where the pause is the beginning of a new one. */
  continuing(thrown: unknown, known: Capture | undefined, pause: Pause): Capture | undefined
}

export interface RequestInPlay {
  /** Of what was thrown last in it. */
  readonly capture: Capture | undefined
}

export function createJourneys(current: () => RequestInPlay | undefined): Journeys {
  const chains = new WeakMap<Capture, Chain>()
  const homes = new WeakMap<Capture, RequestInPlay>()

  const chainOf = (capture: Capture): Chain =>
    chains.get(capture) ?? { frames: capture.frames, reached: 0, left: false, start: capture.frames }

  const advance = (capture: Capture, chain: Chain): void => {
    chains.set(capture, chain)
    capture.frames = chain.frames
    const here = current()
    if (here !== undefined) homes.set(capture, here)
  }

  const isAtHome = (capture: Capture): boolean => {
    const home = homes.get(capture)
    const here = current()
    return home === undefined || here === undefined || home === here
  }

  /** A primitive has no identity: the same value again on the same way is taken for the same. */
  const continuingPrimitive = (thrown: unknown, pause: Pause): Capture | undefined => {
    const last = current()?.capture
    if (last === undefined || !Object.is(last.thrown, thrown)) return undefined
    return pause.via === 'await' || isOnTheWay(chainOf(last), pause) ? last : undefined
  }

  return {
    chainOf,
    advance,
    atHome: (capture) => (capture !== undefined && isAtHome(capture) ? capture : undefined),
    continuing(thrown, known, pause) {
      if (!isObject(thrown)) return continuingPrimitive(thrown, pause)
      if (known === undefined || known.skipped) return known
      const chain = chainOf(known)
      if (isAtHome(known)) return startsAnew(chain, pause) ? undefined : known
      if (pause.via !== 'await') return undefined
      // Another request waits for what failed in the first one, whose way stays its own.
      const forked: Capture = { ...known }
      advance(forked, forkChain(chain))
      return forked
    },
  }
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
