import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'

const app = new Hono()
const bus = new EventEmitter()

bus.on('placed', (order) => {
  const [first] = order.lines
  order.total = first.price
})

function price(order) {
  const rate = 2
  return order.lines.map((line) => line.price.amount * rate)
}

async function load(id) {
  const order = await Promise.resolve({ id, lines: [] })
  if (order.lines.length === 0) throw new RangeError(`order ${id} is empty`)
  return order
}

async function checkout(id) {
  const loaded = await load(id)
  return loaded.lines
}

app.use('/guarded', async (c, next) => {
  const user = c.req.header('x-user')
  c.set('user', user.trim())
  await next()
})

app.get('/guarded', (c) => c.text(c.get('user')))

app.get('/sync', (c) => {
  const order = { id: 7, lines: [{ price: undefined }] }
  return c.json(price(order))
})

app.use('/await', async function timed(c, next) {
  const started = 5
  await next()
  c.header('x-time', `${started}`)
})

app.get('/await', async (c) => {
  const id = Number(c.req.query('id') ?? 8)
  const lines = await checkout(id)
  return c.json(lines)
})

app.get('/event', (c) => {
  const order = { id: 9, lines: [] }
  bus.emit('placed', order)
  return c.json(order)
})

app.get('/callback', (c) => {
  const path = '/nowhere/at/all'
  return new Promise((resolve, reject) => {
    readFile(path, 'utf8', (error, text) => {
      if (error) return reject(error)
      resolve(c.text(`${path} says ${text}`))
    })
  })
})

app.get('/stream', (c) => {
  const rows = ['one', 'two']
  return stream(c, async (body) => {
    await body.write(`${rows[0]}\n`)
    const streamed = await load(rows.length)
    await body.write(streamed)
  })
})

app.onError((error, c) => {
  console.error(`failed: ${error.message}`)
  return c.text('Internal Server Error', 500)
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`listening ${port}`))
