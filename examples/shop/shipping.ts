import type { Address, Order } from './orders.ts'
import { carriersTo, rateFor } from './rates.ts'
import type { Rate } from './rates.ts'

/** Things to send: how many, and how heavy one of them is. */
export interface Freight {
  readonly sku: string
  readonly quantity: number
  readonly grams: number
}

export interface Parcel {
  readonly number: number
  readonly skus: readonly string[]
  readonly grams: number
}

export interface Label {
  readonly reference: string
  readonly address: Address
  readonly parcels: readonly { readonly parcel: Parcel; readonly quote: Rate }[]
}

const heaviestParcel = 12_000
const wrapping = 250

/** Fills parcels in the order of the goods, none heavier than a courier may lift. */
export function packParcels(freight: readonly Freight[]): Parcel[] {
  const parcels: Parcel[] = []
  let skus: string[] = []
  let grams = wrapping
  const seal = () => {
    if (skus.length > 0) parcels.push({ number: parcels.length + 1, skus, grams })
    skus = []
    grams = wrapping
  }
  for (const item of freight) {
    for (let unit = 0; unit < item.quantity; unit++) {
      if (grams + item.grams > heaviestParcel) seal()
      skus.push(item.sku)
      grams += item.grams
    }
  }
  seal()
  return parcels
}

/** The label of an order, with the cheapest carrier for each of its parcels. */
export async function shippingLabel(ratesUrl: string, order: Order): Promise<Label> {
  const reference = await labelReference(order)
  const parcels: Label['parcels'][number][] = []
  for (const parcel of packParcels(order.lines)) {
    const quote = await carrierQuote(ratesUrl, parcel, order.address.country)
    parcels.push({ parcel, quote })
  }
  return { reference, address: order.address, parcels }
}

/** What sending goods to a country costs, in cents. */
export async function shippingCost(ratesUrl: string, freight: readonly Freight[], country: string): Promise<number> {
  let cents = 0
  for (const parcel of packParcels(freight)) {
    const quote = await carrierQuote(ratesUrl, parcel, country)
    cents += quote.cents
  }
  return cents
}

async function carrierQuote(ratesUrl: string, parcel: Parcel, country: string): Promise<Rate> {
  const carriers = await carriersTo(ratesUrl, country)
  let best: Rate | undefined
  for (const carrier of carriers) {
    const rate = await rateFor(ratesUrl, carrier, country, parcel.grams)
    const isCheaper = best === undefined || rate.cents < best.cents
    if (isCheaper) best = rate
  }
  if (!best) throw new Error(`No carrier delivers to ${country}`)
  return best
}

async function labelReference(order: Order): Promise<string> {
  const text = `${order.id}/${order.placedAt}/${order.address.name}`
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const check = Buffer.from(digest).toString('hex', 0, 3).toUpperCase()
  return `KO-${order.id}-${check}`
}
