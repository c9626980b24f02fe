import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Item {
  readonly name: string
  readonly price?: { readonly currency: string; readonly amount?: number }
}

function priceOf(items: readonly Item[]): number {
  let total = 0
  for (const item of items) {
    const amount = item.price?.amount
    if (amount === undefined) throw new RangeError(`${item.name} has no price`)
    total += amount
  }
  return total
}

const server = createServer((_request, response) => {
  const items = [
    { name: 'mug', price: { currency: 'EUR', amount: 8 } },
    { name: 'pot', price: { currency: 'EUR' } },
  ]
  response.end(String(priceOf(items)))
})
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port)
})
