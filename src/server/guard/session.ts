import { randomBytes } from 'node:crypto'
import { keyOf, SECRET } from './keyring.ts'
import type { Keyring, KeyRecord } from './keyring.ts'

/** An unlocked browser. */
export interface Session {
  /** Names it in the audit file; of no use as a credential. */
  readonly label: string
  readonly createdAt: number
}

export interface Sessions {
  /** The id is what the cookie carries; it is kept nowhere. */
  create(): { readonly id: string; readonly session: Session }
  /** The first of these ids that is a live session. */
  find(ids: readonly string[]): Session | undefined
  remove(ids: readonly string[]): void
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** A working day; after that the PIN is asked for again. */
export const IDLE_LIMIT = 12 * HOUR
export const ABSOLUTE_LIMIT = 7 * 24 * HOUR
/** Far more browsers than one app has developers. */
export const SESSION_CAP = 100

/**
 * Random ids on our side of the wire: there is nothing in a cookie to forge, date ahead or replay after `remove`. A
 * session is kept under the hash of its id and of the PIN in force: with another PIN it is none. `pin` is asked each time.
 */
export function createSessions(keyring: Keyring, now: () => number, pin: () => string): Sessions {
  const keyFor = (id: string): string => keyOf(`${id} ${pin()}`)
  const isLive = ({ createdAt, usedAt }: KeyRecord, at: number) =>
    at - usedAt < IDLE_LIMIT && at - createdAt < ABSOLUTE_LIMIT && createdAt - at < MINUTE
  return {
    create() {
      const at = now()
      const live = keyring.list().filter(([key, record]) => isLive(record, at) || !keyring.remove(key))
      const surplus = live.length - (SESSION_CAP - 1)
      const oldest = live.sort(([, a], [, b]) => a.usedAt - b.usedAt).slice(0, Math.max(0, surplus))
      for (const [key] of oldest) keyring.remove(key)
      const id = randomBytes(32).toString('base64url')
      const key = keyFor(id)
      keyring.add(key, at)
      return { id, session: { label: label(key), createdAt: at } }
    },
    find(ids) {
      const at = now()
      for (const id of ids) {
        if (!SECRET.test(id)) continue
        const key = keyFor(id)
        const record = keyring.find(key)
        if (record === undefined) continue
        if (isLive(record, at)) {
          if (at - record.usedAt >= MINUTE) keyring.touch(key, at)
          return { label: label(key), createdAt: record.createdAt }
        }
        keyring.remove(key)
      }
      return undefined
    },
    remove(ids) {
      for (const id of ids) if (SECRET.test(id)) keyring.remove(keyFor(id))
    },
  }
}

function label(key: string): string {
  return key.slice(0, 12)
}
