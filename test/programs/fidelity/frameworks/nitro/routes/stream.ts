import { defineEventHandler } from 'h3'
import { checkout } from '../shop'

export default defineEventHandler(() => {
  const rows = ['one', 'two']
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`${rows[0]}\n`))
    },
    async pull(controller) {
      const streamed = await checkout(rows.length)
      controller.enqueue(streamed)
    },
  })
})
