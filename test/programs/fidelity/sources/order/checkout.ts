import { sumOf, type Item } from './order.ts'

async function load(customer: string): Promise<Item[]> {
  await Promise.resolve()
  return [
    { id: 'tea', price: 3 },
    { id: `gift for ${customer}`, price: -1 },
  ]
}

// Each variable is used twice, so that no minifier can do away with it.
async function checkout(customer: string, rate: number): Promise<string> {
  const items = await load(customer)
  const total = sumOf(items, rate)
  return `${customer} pays ${total}, ${total / items.length} each`
}

export async function fail(): Promise<string> {
  const customer = ['Zoe', 'Quist'].join(' ')
  const receipt: string = await checkout(customer, customer.length - 7)
  return receipt.length > 100 ? customer : receipt
}
