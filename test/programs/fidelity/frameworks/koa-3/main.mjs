import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs'
import Koa from 'koa'

const app = new Koa()
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

const routes = {
  '/guarded': (ctx) => {
    ctx.body = ctx.state.user
  },
  '/sync': (ctx) => {
    const order = { id: 7, lines: [{ price: undefined }] }
    ctx.body = price(order)
  },
  '/await': async (ctx) => {
    const id = Number(ctx.query.id ?? 8)
    const lines = await checkout(id)
    ctx.body = lines
  },
  '/event': (ctx) => {
    const order = { id: 9, lines: [] }
    bus.emit('placed', order)
    ctx.body = order
  },
  '/callback': (ctx) => {
    const path = '/nowhere/at/all'
    return new Promise((resolve, reject) => {
      readFile(path, 'utf8', (error, text) => {
        if (error) return reject(error)
        resolve(`${path} says ${text}`)
      })
    })
  },
  '/stream': async (ctx) => {
    const rows = ['one', 'two']
    ctx.status = 200
    ctx.flushHeaders()
    ctx.res.write(`${rows[0]}\n`)
    const streamed = await load(rows.length)
    ctx.body = streamed
  },
}

app.use(async function timed(ctx, next) {
  const started = 5
  await next()
  ctx.set('x-time', `${started}`)
})

app.use(async function guard(ctx, next) {
  if (ctx.path !== '/guarded') return next()
  const user = ctx.headers['x-user']
  ctx.state.user = user.trim()
  return next()
})

app.use(function route(ctx) {
  const handler = routes[ctx.path]
  return handler(ctx)
})

// Koa prints the stack of every error unless somebody listens.
app.on('error', (error) => console.error(`failed: ${error.stack.split('\n')[0]}`))

const server = app.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
