import { createHash } from 'node:crypto'

/** What is known of a secret that was given out. Times in ms since 1970. */
export interface KeyRecord {
  readonly createdAt: number
  readonly usedAt: number
}

/**
 * The secrets that were given out (session ids, link tokens), each known only by its SHA-256. A lookup by hash needs no
 * constant-time comparison: how far a wrong hash matches says nothing about the secret behind the right one.
 */
export interface Keyring {
  add(key: string, at: number): void
  find(key: string): KeyRecord | undefined
  /** Marks a key as used. Never brings a removed one back. */
  touch(key: string, at: number): void
  /** Whether it was there: of two that remove the same key, one gets true. */
  remove(key: string): boolean
  list(): readonly (readonly [key: string, record: KeyRecord])[]
  /** Another number once the list may have changed, within a second for what other processes change. Cheap. */
  changes(): number
}

/** The secret itself: 256 bits from the system's generator, 43 characters of base64url. */
export const SECRET = /^[\w-]{43}$/

export function keyOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export function createMemoryKeyring(): Keyring {
  const keys = new Map<string, KeyRecord>()
  let changes = 0
  return {
    add(key, at) {
      changes++
      keys.set(key, { createdAt: at, usedAt: at })
    },
    find: (key) => keys.get(key),
    touch: (key, at) => {
      const record = keys.get(key)
      if (record !== undefined) keys.set(key, { ...record, usedAt: at })
    },
    remove(key) {
      changes++
      return keys.delete(key)
    },
    list: () => [...keys],
    changes: () => changes,
  }
}
