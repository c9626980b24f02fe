import { keyOf } from './keyring.ts'
import type { Throttle } from './throttle.ts'

export interface SessionTries {
  /** Counts session ids that turned out to be wrong. Seconds to wait, 0 while the client may go on. */
  spend(client: string, ids: readonly string[]): number
}

const REMEMBERED = 1000

/**
 * Wrong cookies count on every route, but apart from the PIN, and each value once: a browser whose session has expired
 * sends the same one with every request, and must still be able to unlock.
 */
export function createSessionTries(throttle: Throttle): SessionTries {
  const seen = new Set<string>()
  return {
    spend(client, ids) {
      for (const id of ids) {
        const key = keyOf(id)
        if (seen.has(key)) continue
        const taken = throttle.take(client)
        if (!taken.ok) return taken.seconds
        const [oldest] = seen
        if (seen.size >= REMEMBERED && oldest !== undefined) seen.delete(oldest)
        seen.add(key)
      }
      return 0
    },
  }
}
