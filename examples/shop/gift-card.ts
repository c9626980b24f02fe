import type { DatabaseSync } from 'node:sqlite'

interface Entry {
  readonly day: string
  readonly note: string
  readonly cents: number
}

export interface StatementLine {
  readonly day: string
  readonly note: string
  readonly amount: string
}

/** A gift card with everything that was paid in and out. Only it knows its currency. */
export class GiftCard {
  readonly code: string
  readonly #currency: string
  readonly #entries: readonly Entry[]

  constructor(code: string, currency: string, entries: readonly Entry[]) {
    this.code = code
    this.#currency = currency
    this.#entries = entries
  }

  balance(): string {
    let cents = 0
    for (const entry of this.#entries) cents += entry.cents
    return this.#write(cents)
  }

  statement(): StatementLine[] {
    return this.#entries.map(({ day, note, cents }) => ({ day, note, amount: this.#write(cents) }))
  }

  #write(cents: number): string {
    const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency: this.#currency })
    return format.format(cents / 100)
  }
}

export function findGiftCard(db: DatabaseSync, code: string): GiftCard | undefined {
  const row = db.prepare('SELECT currency FROM gift_cards WHERE code = ?').get(code)
  if (!row) return undefined
  const entries = db.prepare('SELECT day, note, cents FROM gift_card_entries WHERE code = ? ORDER BY day').all(code)
  return new GiftCard(code, String(row['currency']), entries as unknown as Entry[])
}
