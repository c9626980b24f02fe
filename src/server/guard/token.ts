import { createHash, randomBytes } from 'node:crypto'
import { keyOf, SECRET } from './keyring.ts'
import type { Keyring } from './keyring.ts'

/** One-time tokens for the fragment of a link on the terminal. */
export interface Tokens {
  issue(): string
  /** True once for each issued token, within its ten minutes. */
  redeem(token: string): boolean
  /** Whether this is the door of a token that is still good. Changes nothing: whoever fetches links ahead uses none up. */
  opens(door: string): boolean
}

export const TOKEN_LIFETIME = 10 * 60_000
export const TOKEN_CAP = 20

/**
 * The part of a link that the server sees, where the base path is hidden. It follows from the token by two hashes, so
 * that it tells nothing of it: whoever reads it in a log gets the unlock form for as long as the token is good, no more.
 */
export function doorOf(token: string): string {
  return doorOfKey(keyOf(token))
}

function doorOfKey(key: string): string {
  return createHash('sha256').update(`inquest door ${key}`).digest('base64url')
}

export function createTokens(keyring: Keyring, now: () => number): Tokens {
  const isFresh = (createdAt: number, at: number) => at - createdAt < TOKEN_LIFETIME && createdAt - at < 60_000
  let known: number | undefined
  /** When each was made, by a hash of the door: how a wrong one differs says nothing about a right one. */
  let doors: ReadonlyMap<string, number> = new Map()
  return {
    issue() {
      const at = now()
      const outstanding = keyring
        .list()
        .filter(([key, record]) => isFresh(record.createdAt, at) || !keyring.remove(key))
      const surplus = outstanding.length - (TOKEN_CAP - 1)
      const oldest = outstanding.sort(([, a], [, b]) => a.createdAt - b.createdAt).slice(0, Math.max(0, surplus))
      for (const [key] of oldest) keyring.remove(key)
      const token = randomBytes(32).toString('base64url')
      keyring.add(keyOf(token), at)
      return token
    },
    redeem(token) {
      if (!SECRET.test(token)) return false
      const key = keyOf(token)
      const record = keyring.find(key)
      if (record === undefined) return false
      // Removing decides: of two that redeem the same token at once, in whatever process, one is first.
      return keyring.remove(key) && isFresh(record.createdAt, now())
    },
    opens(door) {
      if (!SECRET.test(door)) return false
      // Strangers ask this of any path, and the time it takes is not to tell how many links there are.
      const changes = keyring.changes()
      if (changes !== known) {
        doors = new Map(keyring.list().map(([key, { createdAt }]) => [keyOf(doorOfKey(key)), createdAt]))
        known = changes
      }
      const createdAt = doors.get(keyOf(door))
      return createdAt !== undefined && isFresh(createdAt, now())
    },
  }
}
