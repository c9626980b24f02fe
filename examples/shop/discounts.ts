import type { DatabaseSync } from 'node:sqlite'
import type { CartLine } from './cart.ts'
import type { Product } from './catalog.ts'

export interface Coupon {
  readonly code: string
  readonly title: string
  readonly percent: number
  readonly bundle: readonly string[]
}

/** What a basket costs, in cents, and what the whole bundle of its coupon would cost. */
export interface Totals {
  readonly subtotal: number
  readonly discount: number
  readonly bundle?: { readonly title: string; readonly price: number; readonly missing: readonly string[] }
}

export function findCoupon(db: DatabaseSync, code: string): Coupon | undefined {
  const row = db.prepare('SELECT * FROM coupons WHERE code = ?').get(code.trim().toUpperCase())
  if (!row) return undefined
  return { ...row, bundle: JSON.parse(String(row['bundle'])) as string[] } as unknown as Coupon
}

export function priceBasket(
  lines: readonly CartLine[],
  products: ReadonlyMap<string, Product>,
  coupon: Coupon | undefined,
): Totals {
  let subtotal = 0
  for (const { product, quantity } of lines) subtotal += product.price * quantity
  if (!coupon) return { subtotal, discount: 0 }
  return { subtotal, ...applyCoupon(coupon, lines, products) }
}

function applyCoupon(coupon: Coupon, lines: readonly CartLine[], products: ReadonlyMap<string, Product>) {
  const inBasket = new Map(lines.map((line) => [line.product.sku, line.quantity]))
  const reduced = reducedPrices(coupon, products)
  const missing: string[] = []
  let discount = 0
  let price = 0
  for (const [product, reducedPrice] of reduced) {
    const quantity = inBasket.get(product.sku) ?? 0
    if (quantity === 0) missing.push(product.name)
    discount += (product.price - reducedPrice) * quantity
    price += reducedPrice
  }
  return { discount, bundle: { title: coupon.title, price, missing } }
}

function reducedPrices(coupon: Coupon, products: ReadonlyMap<string, Product>): Map<Product, number> {
  const share = (100 - coupon.percent) / 100
  const reduced = new Map<Product, number>()
  for (const [position, sku] of coupon.bundle.entries()) {
    const isLead = position === 0
    // Bundles are made of products we sell.
    const product = products.get(sku) as Product
    const exact = product.price * share
    reduced.set(product, isLead ? Math.floor(exact) : Math.round(exact))
  }
  return reduced
}
