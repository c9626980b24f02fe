/** The app under measurement: fails in a frame with values of every size. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

function fail(id: number): never {
  const order = { id, items: [{ name: 'tea', price: 4 }], customer: { name: 'zoe', address: { city: 'Bern' } } }
  const million = Array.from({ length: 1_000_000 }, (_, index) => index)
  const large = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index]))
  const bytes = Buffer.alloc(100_000_000, 'inquest')
  throw new Error(`order ${order.id}: ${million.length} ${Object.keys(large).length} ${bytes.length}`)
}

const server = createServer((request, response) => {
  if (request.url !== '/fail') return void response.end('ok')
  try {
    fail(1)
  } catch {
    response.statusCode = 500
    response.end('failed')
  }
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listening ${(server.address() as AddressInfo).port}`)
})
