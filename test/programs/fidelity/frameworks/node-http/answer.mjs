import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs'

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
  '/sync': (request, response) => {
    const order = { id: 7, lines: [{ price: undefined }] }
    response.end(String(price(order)))
  },
  '/await': async (request, response) => {
    const id = 12
    const lines = await checkout(id)
    response.end(String(lines))
  },
  '/event': (request, response) => {
    const order = { id: 9, lines: [] }
    bus.emit('placed', order)
    response.end(String(order))
  },
  '/callback': (request, response) => {
    const path = '/nowhere/at/all'
    return new Promise((resolve, reject) => {
      readFile(path, 'utf8', (error, text) => {
        if (error) return reject(error)
        response.end(`${path} says ${text}`)
        resolve()
      })
    })
  },
  '/stream': async (request, response) => {
    const rows = ['one', 'two']
    response.write(`${rows[0]}\n`)
    const streamed = await load(rows.length)
    response.end(streamed)
  },
}

export async function answer(request, response) {
  const handler = routes[request.url]
  try {
    await handler(request, response)
  } catch (error) {
    console.error(`failed: ${error.message}`)
    if (response.headersSent) (response.stream ?? response).destroy()
    else response.writeHead(500).end('failed')
  }
}
