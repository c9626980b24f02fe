import type { DatabaseSync } from 'node:sqlite'
import type { Product } from './catalog.ts'

export interface CartLine {
  readonly product: Product
  readonly quantity: number
}

const mostOfOneProduct = 20

export function cartLines(db: DatabaseSync, sessionId: string): CartLine[] {
  const rows = db
    .prepare(
      'SELECT p.*, c.quantity FROM cart_lines c JOIN products p USING (sku) WHERE session_id = ? ORDER BY c.rowid',
    )
    .all(sessionId) as unknown as (Product & { quantity: number })[]
  return rows.map(({ quantity, ...product }) => ({ product, quantity }))
}

export function cartCount(db: DatabaseSync, sessionId: string): number {
  const row = db.prepare('SELECT total(quantity) AS count FROM cart_lines WHERE session_id = ?').get(sessionId)
  return Number(row?.['count'] ?? 0)
}

/** Sets how many of a product are in the cart; 0 takes it out. */
export function setQuantity(db: DatabaseSync, sessionId: string, sku: string, quantity: number): void {
  if (quantity < 1) {
    db.prepare('DELETE FROM cart_lines WHERE session_id = ? AND sku = ?').run(sessionId, sku)
    return
  }
  db.prepare(
    `INSERT INTO cart_lines (session_id, sku, quantity) VALUES (?, ?, ?)
     ON CONFLICT (session_id, sku) DO UPDATE SET quantity = excluded.quantity`,
  ).run(sessionId, sku, Math.min(quantity, mostOfOneProduct))
}

export function addToCart(db: DatabaseSync, sessionId: string, sku: string, quantity: number): void {
  const present = cartLines(db, sessionId).find((line) => line.product.sku === sku)
  setQuantity(db, sessionId, sku, (present?.quantity ?? 0) + quantity)
}

export function emptyCart(db: DatabaseSync, sessionId: string): void {
  db.prepare('DELETE FROM cart_lines WHERE session_id = ?').run(sessionId)
}

/** Reads the basket of a shared link, `speckled-mug:2,pour-over:1`. What the shop does not sell is left out. */
export function parseBasket(items: string, products: ReadonlyMap<string, Product>): CartLine[] {
  const lines: CartLine[] = []
  for (const item of items.split(',')) {
    const [sku = '', count = '1'] = item.split(':')
    const product = products.get(sku.trim())
    const quantity = Number.parseInt(count, 10)
    if (product && quantity > 0) lines.push({ product, quantity: Math.min(quantity, mostOfOneProduct) })
  }
  return lines
}
