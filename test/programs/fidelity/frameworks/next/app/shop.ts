import { EventEmitter } from 'node:events'

export interface Order {
  readonly id: number
  readonly lines: readonly { readonly price: { readonly amount: number } }[]
}

export const bus = new EventEmitter()

bus.on('placed', (order: Order) => {
  const [first] = order.lines
  Object.assign(order, { total: first!.price })
})

export function price(order: Order): number[] {
  const rate = order.id - 5
  return order.lines.map((line) => line.price.amount * rate)
}

export async function load(id: number): Promise<Order> {
  const order: Order = await Promise.resolve({ id, lines: [] })
  if (order.lines.length === 0) throw new RangeError(`order ${order.id} is empty`)
  return order
}

export async function checkout(id: number): Promise<Order['lines']> {
  const loaded = await load(id)
  return id > 100 ? [] : loaded.lines
}
