import { EventEmitter } from 'node:events'

export interface Order {
  readonly id: number
  readonly lines: readonly { readonly price?: { readonly amount: number } }[]
  total?: unknown
}

export const bus = new EventEmitter()

bus.on('placed', (order: Order) => {
  const [first] = order.lines
  order.total = first!.price
})

export function price(order: Order): number[] {
  const rate = 2
  return order.lines.map((line) => line.price!.amount * rate)
}

async function load(id: number): Promise<Order> {
  const order: Order = await Promise.resolve({ id, lines: [] })
  if (id > 0) throw new RangeError(`order ${id} is empty`)
  return order
}

export async function checkout(id: number): Promise<Order['lines']> {
  const loaded = await load(id)
  return loaded.lines
}
