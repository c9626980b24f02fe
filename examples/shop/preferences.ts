import type { DatabaseSync } from 'node:sqlite'

export interface Preferences {
  readonly newsletter: boolean
  readonly language: string
  readonly favourites: readonly string[]
}

export function findPreferences(db: DatabaseSync, customerId: string): Preferences | undefined {
  const row = db.prepare('SELECT document FROM preferences WHERE customer_id = ?').get(customerId)
  if (!row) return undefined
  return parsePreferences(customerId, String(row['document']))
}

function parsePreferences(customerId: string, document: string): Preferences {
  try {
    return JSON.parse(document) as Preferences
  } catch (cause) {
    throw new Error(`Preferences of ${customerId} are unreadable`, { cause })
  }
}
