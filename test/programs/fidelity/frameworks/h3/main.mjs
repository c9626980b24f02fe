import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs'
import { H3, getQuery, serve } from 'h3'

const app = new H3({ silent: true })
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

app.use('/guarded', (event, next) => {
  const user = event.req.headers.get('x-user')
  event.context.user = user.trim()
  return next()
})

app.get('/guarded', (event) => event.context.user)

app.get('/sync', (event) => {
  const order = { id: 7, lines: [{ price: undefined }] }
  return [price(order), event]
})

app.get('/await', async (event) => {
  const id = Number(getQuery(event).id)
  const lines = await checkout(id)
  return lines
})

app.get('/event', (event) => {
  const order = { id: 9, lines: [] }
  bus.emit('placed', order)
  return [order, event]
})

app.get('/callback', () => {
  const path = '/nowhere/at/all'
  return new Promise((resolve, reject) => {
    readFile(path, 'utf8', (error, text) => {
      if (error) return reject(error)
      resolve(`${path} says ${text}`)
    })
  })
})

app.get('/stream', () => {
  const rows = ['one', 'two']
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`${rows[0]}\n`))
    },
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      const streamed = await load(rows.length)
      controller.enqueue(streamed)
    },
  })
})

const server = serve(app, { port: 0, hostname: '127.0.0.1', silent: true })
await server.ready()
console.log(`listening ${new URL(server.url).port}`)
