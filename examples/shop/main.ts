import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { createShop } from './app.ts'
import { startRatesServer } from './rates-server.ts'

const wantedPort = Number(process.env['PORT'] ?? 3000)
const portsToTry = 21

async function listen(fetch: Parameters<typeof serve>[0]['fetch'], firstPort: number) {
  for (let port = firstPort; ; port++) {
    const server = serve({ fetch, port, hostname: '127.0.0.1' })
    try {
      await once(server, 'listening')
      return { server, port }
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!isTaken || port + 1 >= firstPort + portsToTry) throw error
    }
  }
}

const rates = await startRatesServer()
const shop = createShop({
  ratesUrl: rates.url,
  reviewsUrl: process.env['REVIEWS_URL'],
  database: process.env['SHOP_DATABASE'],
})
const { server, port } = await listen(shop.app.fetch, wantedPort)
console.log(`shop on http://127.0.0.1:${port}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => shop.close())
    void rates.close()
  })
}
