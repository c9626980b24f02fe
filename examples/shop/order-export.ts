import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'

interface ShipmentRow {
  readonly id: number
  readonly placedAt: string
  readonly name: string
  readonly country: string
  readonly carrier: string
  readonly trackingNumber: number
}

/** The orders that were sent, oldest first, as lines of CSV. Long: to be streamed, never collected. */
export async function* exportOrders(db: DatabaseSync): AsyncGenerator<string> {
  yield 'order,placed,name,country,carrier,tracking\n'
  const rows = db
    .prepare(
      `SELECT o.id, o.placed_at AS placedAt, o.name, o.country, s.carrier, s.tracking_number AS trackingNumber
       FROM orders o JOIN shipments s ON s.order_id = o.id ORDER BY o.id`,
    )
    .iterate() as unknown as Iterable<ShipmentRow>
  let written = 0
  for (const { id, placedAt, name, country, carrier, trackingNumber } of rows) {
    yield `${id},${placedAt},${quote(name)},${country},${quote(carrier)},${trackingNumber}\n`
    written += 1
    // Other requests get their turn while this one reads on.
    if (written % 2 === 0) await setImmediate()
  }
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
