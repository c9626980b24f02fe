import { randomBytes } from 'node:crypto'
import type { Try, TryLog } from './try-log.ts'

export interface Throttle {
  /** Takes a try, before anything is compared. `seconds` is how long to wait instead; a refused try costs nothing. */
  take(client: string): { readonly ok: true } | { readonly ok: false; readonly seconds: number }
  /** The try was right: this client starts anew, the others do not. */
  forgive(client: string): void
}

const SECOND = 1000
const HOUR = 3600 * SECOND
/** Tries of one client before delays begin. */
export const FREE_TRIES = 5
/** Tries of all clients together in an hour before delays begin for all. */
export const HOURLY_CEILING = 100
const FIRST_DELAY = 10 * SECOND
const CLIENT_DELAY_CAP = HOUR
const GLOBAL_DELAY_CAP = 600 * SECOND
/** How long a wrong try is remembered against its client. */
export const MEMORY = 12 * HOUR

/**
 * Refuses, never sleeps: nobody holds a socket or the event loop while they wait. What is allowed follows from the log of
 * the tries alone, so that processes which share a log share the limits, and a restart forgets nothing. The log cannot
 * grow without bound, because the ceiling limits what gets into it.
 */
export function createThrottle(log: TryLog, now: () => number): Throttle {
  return {
    take(client) {
      const at = now()
      const wait = waitFor(log.read(), client, at)
      if (wait > 0) return { ok: false, seconds: Math.ceil(wait / SECOND) }
      const mine: Try = { at, client, nonce: randomBytes(6).toString('hex'), forgiven: false }
      log.append(mine)
      // Another process may have been quicker by a hair: what stands before this try in the log decides.
      const tries = log.read()
      const place = tries.findIndex((entry) => entry.nonce === mine.nonce)
      const late = waitFor(tries.slice(0, Math.max(0, place)), client, at)
      return late > 0 ? { ok: false, seconds: Math.ceil(late / SECOND) } : { ok: true }
    },
    forgive(client) {
      log.append({ at: now(), client, nonce: randomBytes(6).toString('hex'), forgiven: true })
    },
  }
}

/** How many ms this client has to wait at the time `at`. A log from the future (the clock was set back) counts as now. */
function waitFor(tries: readonly Try[], client: string, at: number): number {
  let own = 0
  let all = 0
  let ownLast = 0
  let allLast = 0
  for (const entry of tries) {
    const then = Math.min(entry.at, at)
    if (entry.client === client && at - then < MEMORY) {
      own = entry.forgiven ? 0 : own + 1
      ownLast = then
    }
    if (at - then < HOUR) {
      all += entry.forgiven ? -1 : 1
      allLast = then
    }
  }
  const ownEnd = own < FREE_TRIES ? 0 : ownLast + delay(own - FREE_TRIES, CLIENT_DELAY_CAP)
  const allEnd = all < HOURLY_CEILING ? 0 : allLast + delay(all - HOURLY_CEILING, GLOBAL_DELAY_CAP)
  return Math.max(0, ownEnd - at, allEnd - at)
}

function delay(excess: number, cap: number): number {
  return Math.min(cap, FIRST_DELAY * 2 ** excess)
}
