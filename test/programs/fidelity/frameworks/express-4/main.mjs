import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs'
import express from 'express'

const app = express()
const bus = new EventEmitter()

// Express 4 does not look at what a handler returns.
const wrap = (handler) => (request, response, next) => handler(request, response, next).catch(next)

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

app.use('/guarded', (request, response, next) => {
  const user = request.get('x-user')
  request.user = user.trim()
  next()
})

app.get('/guarded', (request, response) => {
  response.send(request.user)
})

app.get('/sync', (request, response) => {
  const order = { id: 7, lines: [{ price: undefined }] }
  response.json(price(order))
})

app.get(
  '/await',
  wrap(async (request, response) => {
    const id = Number(request.query.id ?? 8)
    const lines = await checkout(id)
    response.json(lines)
  }),
)

app.get('/event', (request, response) => {
  const order = { id: 9, lines: [] }
  bus.emit('placed', order)
  response.json(order)
})

app.get('/callback', (request, response, next) => {
  const path = '/nowhere/at/all'
  readFile(path, 'utf8', (error, text) => {
    if (error) return next(error)
    response.send(`${path} says ${text}`)
  })
})

app.get(
  '/stream',
  wrap(async (request, response) => {
    const rows = ['one', 'two']
    response.type('text').write(`${rows[0]}\n`)
    const streamed = await load(rows.length)
    response.end(streamed)
  }),
)

const server = app.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
