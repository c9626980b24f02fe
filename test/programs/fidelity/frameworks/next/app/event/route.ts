import { bus, type Order } from '../shop'

export function GET(request: Request) {
  const order: Order = { id: request.url.length > 3 ? 9 : 8, lines: [] }
  bus.emit('placed', order)
  return Response.json(order)
}
