import { load } from '../shop'

export function GET() {
  const rows = ['one', 'two']
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`${rows[0]}\n`))
    },
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      const streamed = await load(rows.length)
      controller.enqueue(streamed)
    },
  })
  return new Response(body)
}
