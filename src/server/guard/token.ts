import { randomBytes } from 'node:crypto'
import { keyOf, SECRET } from './keyring.ts'
import type { Keyring } from './keyring.ts'

/** One-time tokens for the fragment of a link on the terminal. */
export interface Tokens {
  issue(): string
  /** True once for each issued token, within its ten minutes. */
  redeem(token: string): boolean
}

export const TOKEN_LIFETIME = 10 * 60_000
export const TOKEN_CAP = 20

export function createTokens(keyring: Keyring, now: () => number): Tokens {
  const isFresh = (createdAt: number, at: number) => at - createdAt < TOKEN_LIFETIME && createdAt - at < 60_000
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
  }
}
