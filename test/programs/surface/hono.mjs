import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { ANSWERS, STACKS, fails, stackAt, troubled } from './routes.mjs'

const app = new Hono()
for (const [path, [status, headers, body]] of Object.entries(ANSWERS)) {
  app.get(path, () => new Response(body, { status, headers }))
}
for (const [path, calls] of Object.entries(STACKS)) app.get(path, (c) => c.text(stackAt(calls)))
app.get('/json', (c) => c.json({ query: c.req.query() }))
app.get('/troubled', async (c) => c.text(await troubled()))
app.post('/echo', async (c) => c.text(await c.req.text()))
app.get('/stream', () => new Response(ReadableStream.from([new Uint8Array([49]), new Uint8Array([50])])))
app.get('/none', () => new Response(null, { status: 204 }))
app.get('/fails', () => fails())
app.get('/fails-sync', () => {
  throw new TypeError('sync')
})
app.get('/fails-next', () => Promise.reject(new Error('next')))
app.get('/fails-plain', (c) => c.json({ plain: true }, 502))
app.onError((error, c) => {
  c.header('x-handled', '1')
  return c.json({ error: error.message }, 500)
})
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`listening ${port}`))
