import { price, type Order } from '../shop'

export function GET(request: Request) {
  const order = { id: request.url.length > 3 ? 7 : 8, lines: [{ price: undefined }] } as unknown as Order
  return Response.json([price(order), order])
}
