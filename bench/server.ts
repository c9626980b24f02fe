/** The app under measurement: throws and catches, fails, and says hello. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono()

app.get('/hello', (c) => c.text('hello'))

app.get('/caught/:n', async (c) => {
  try {
    await look(Number(c.req.param('n')))
  } catch {
    // that is what this route is for
  }
  return c.text('caught')
})

app.get('/fails/:n', async (c) => c.json(await look(Number(c.req.param('n')))))

/** A throw `n` synchronous frames deep. */
app.get('/deep/:n', (c) => c.text(String(descend(Number(c.req.param('n'))))))

app.get('/heap', (c) => {
  for (let turn = 0; turn < 3; turn++) globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return c.json({ heapUsed, rss })
})

app.get('/cpu', (c) => c.text(cpu()))

/** Microseconds of this process so far. */
function cpu(): string {
  const { user, system } = process.cpuUsage()
  return String(user + system)
}

async function look(n: number): Promise<never> {
  const order = { id: n, items: Array.from({ length: 20 }, (_, index) => ({ index, name: `item ${n}-${index}` })) }
  if (n % 2 === 0) await sleep(0)
  return check(order)
}

function check(order: { readonly id: number; readonly items: readonly { readonly index: number }[] }): never {
  const first = order.items[0]
  const total = order.items.reduce((sum, { index }) => sum + index, 0)
  throw new RangeError(`order ${order.id}: ${total} of ${first?.index ?? 'none'}`)
}

function descend(n: number): number {
  const here = { depth: n, label: `frame ${n}` }
  if (n <= 1) throw new Error(`bottom: ${here.label}`)
  return descend(n - 1) + here.depth
}

if (process.env['BENCH_BARE'] === undefined) {
  const options = { fetch: app.fetch, port: 0, hostname: '127.0.0.1' }
  // Hono prints every error that nobody handles; here there are thousands.
  app.onError((_, c) => c.text('failed', 500))
  serve(options, ({ port }) => {
    console.log(`listening ${port}`)
  })
} else {
  const server = createServer((request, response) => response.end(request.url === '/cpu' ? cpu() : 'hello'))
  server.listen(0, '127.0.0.1', () => {
    console.log(`listening ${(server.address() as AddressInfo).port}`)
  })
}
