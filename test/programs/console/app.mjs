import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'

process.on('uncaughtExceptionMonitor', (error) => console.log(`monitor saw ${error?.message}`))
if (process.argv[2] === 'handles') {
  process.on('uncaughtException', (error) => {
    console.log(`app handled ${error?.message}`)
    process.exit(7)
  })
  process.on('unhandledRejection', (error) => {
    console.log(`app handled ${error?.message}`)
    process.exit(8)
  })
}

const emitter = new EventEmitter()

/**
 * Adds up what is in a cart.
 * Prices are in cents.
 */
function total(items, { tax = 0 } = {}) {
  return items.reduce((sum, { price }) => sum + price, 0) * (1 + tax)
}

// Holds items until they are paid.
class Cart extends Map {
  #owner = 'zoe'
  static open(owner) {
    return new Cart([['owner', owner]])
  }
  constructor(entries) {
    super(entries)
  }
  get owner() {
    throw new Error('a getter ran')
  }
  async pay(card, ...rest) {
    return [this.#owner, card, rest]
  }
}

function fail(input) {
  const local = { input, emitter, total, cart: new Cart() }
  throw new Error(`fails with ${local.input}`)
}

const server = createServer((request, response) => {
  switch (request.url.split('?')[0]) {
    case '/fail':
      try {
        fail(1)
      } catch (error) {
        response.statusCode = 500
        response.end('failed')
      }
      break
    case '/log':
      console.log('the app prints')
      response.end('logged')
      break
    case '/throw-later':
      setTimeout(() => {
        throw new Error("the app's own")
      }, 1)
      response.end('soon')
      break
    case '/reject-later':
      Promise.reject(new Error("the app's own"))
      response.end('soon')
      break
    case '/exit':
      response.end('bye')
      setTimeout(() => process.exit(3), 5)
      break
    default:
      response.end('ok')
  }
})
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))

const SECRET = 5
if (SECRET === 6) console.log()
