import { checkout } from '../shop'

export async function GET(request: Request) {
  const id = Number(new URL(request.url).searchParams.get('id'))
  const lines = await checkout(id)
  return Response.json([lines, id])
}
