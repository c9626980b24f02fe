import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs'
import { PassThrough } from 'node:stream'
import fastify from 'fastify'

const app = fastify()
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

app.addHook('preHandler', async (request) => {
  if (request.url !== '/guarded') return
  const user = request.headers['x-user']
  request.user = user.trim()
})

app.get('/guarded', (request, reply) => {
  reply.send(request.user)
})

app.get('/sync', (request, reply) => {
  const order = { id: 7, lines: [{ price: undefined }] }
  reply.send(price(order))
})

app.get('/await', async (request) => {
  const id = Number(request.query.id ?? 8)
  const lines = await checkout(id)
  return lines
})

app.get('/event', async () => {
  const order = { id: 9, lines: [] }
  bus.emit('placed', order)
  return order
})

app.get('/callback', (request, reply) => {
  const path = '/nowhere/at/all'
  readFile(path, 'utf8', (error, text) => {
    if (error) return reply.send(error)
    reply.send(`${path} says ${text}`)
  })
})

app.get('/stream', (request, reply) => {
  const rows = ['one', 'two']
  const body = new PassThrough()
  reply.type('text/plain').send(body)
  body.write(`${rows[0]}\n`)
  pump(body, rows).catch((error) => body.destroy(error))
})

async function pump(body, rows) {
  await new Promise((resolve) => setTimeout(resolve, 20))
  const streamed = await load(rows.length)
  body.end(streamed)
}

await app.listen({ port: 0, host: '127.0.0.1' })
console.log(`listening ${app.server.address().port}`)
