import type { DatabaseSync } from 'node:sqlite'
import type { CartLine } from './cart.ts'
import { inTransaction } from './database.ts'

export interface Address {
  readonly name: string
  readonly street: string
  readonly city: string
  readonly country: string
}

export interface OrderLine {
  readonly sku: string
  readonly name: string
  readonly quantity: number
  readonly price: number
  readonly grams: number
}

/** Money in cents; `placedAt` is ISO 8601. */
export interface Order {
  readonly id: number
  readonly customerId: string | null
  readonly placedAt: string
  readonly address: Address
  readonly lines: readonly OrderLine[]
  readonly discount: number
  readonly shipping: number
}

export interface NewOrder {
  readonly customerId: string | null
  readonly address: Address
  readonly lines: readonly CartLine[]
  readonly discount: number
  readonly shipping: number
}

export function findOrder(db: DatabaseSync, id: number): Order | undefined {
  const row = db
    .prepare('SELECT *, customer_id AS customerId, placed_at AS placedAt FROM orders WHERE id = ?')
    .get(id) as (Omit<Order, 'address' | 'lines'> & Address) | undefined
  if (!row) return undefined
  const lines = db
    .prepare(
      `SELECT sku, p.name, l.quantity, l.price, p.grams
       FROM order_lines l JOIN products p USING (sku) WHERE order_id = ? ORDER BY l.rowid`,
    )
    .all(id) as unknown as OrderLine[]
  const { customerId, placedAt, discount, shipping, name, street, city, country } = row
  return { id, customerId, placedAt, address: { name, street, city, country }, lines, discount, shipping }
}

export function orderTotal(order: Order): number {
  const goods = order.lines.reduce((sum, line) => sum + line.price * line.quantity, 0)
  return goods - order.discount + order.shipping
}

/** The lines of a cart that ask for more than there is. */
export function shortages(lines: readonly CartLine[]): CartLine[] {
  return lines.filter((line) => line.quantity > line.product.stock)
}

/** Writes the order and takes its goods out of stock, or does neither. Returns the order's number. */
export function placeOrder(db: DatabaseSync, order: NewOrder): number {
  return inTransaction(db, () => {
    const { name, street, city, country } = order.address
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO orders (customer_id, name, street, city, country, placed_at, discount, shipping)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(order.customerId, name, street, city, country, new Date().toISOString(), order.discount, order.shipping)
    const orderId = Number(lastInsertRowid)
    for (const line of order.lines) {
      const { sku, price } = line.product
      db.prepare('INSERT INTO order_lines VALUES (?, ?, ?, ?)').run(orderId, sku, line.quantity, price)
      takeFromStock(db, sku, line.quantity)
    }
    return orderId
  })
}

function takeFromStock(db: DatabaseSync, sku: string, quantity: number): void {
  const take = db.prepare('UPDATE products SET stock = stock - ? WHERE sku = ?')
  const { changes } = take.run(quantity, sku)
  if (changes !== 1) throw new Error(`No product ${sku} to take from stock`)
}
