// The app under attack: healthy, failing by itself, and failing with an exception; secrets in its variables.
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { LOCAL_SECRET, apiToken, members, password, sessions } from './secrets.mjs'

const OWN = new Set(Object.getOwnPropertyNames(Object.prototype))

function charge(order) {
  const customer = { name: 'Zoe', password, note: LOCAL_SECRET, nested: [{ apiToken }, sessions, members] }
  const amount = order.cents / 100
  if (order.fail) throw new RangeError(`cannot charge ${order.label}`)
  return { customer, amount }
}

async function handle(request, response) {
  const url = new URL(request.url, 'http://app.invalid')
  switch (url.pathname) {
    case '/':
      return response.end('hello')
    case '/boom':
      return charge({ cents: 100, fail: true, label: url.searchParams.get('label') ?? 'order 1' })
    // The app's own answer to its own failure.
    case '/handled':
      try {
        charge({ cents: 100, fail: true, label: 'handled' })
      } catch {
        response.writeHead(503, 'Own Words', { 'content-type': 'application/x-own', 'x-own': 'yes', 'set-cookie': 'a=b' })
        return response.end('own body')
      }
      return undefined
    case '/refused':
      response.writeHead(500, { 'content-type': 'text/plain' })
      return response.end('no exception here')
    // An app that lets every page read it.
    case '/cors':
      response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
      response.setHeader('access-control-allow-credentials', 'true')
      try {
        return charge({ cents: 100, fail: true, label: 'cors' })
      } catch {
        response.writeHead(500)
        return response.end('own cors body')
      }
    // An app that has its own ideas of headers, and compresses what it says.
    case '/own-headers':
      response.setHeader('content-security-policy', "default-src *; script-src * 'unsafe-inline'")
      response.setHeader('x-frame-options', 'ALLOWALL')
      response.setHeader('content-encoding', 'gzip')
      response.setHeader('cache-control', 'public, max-age=9999')
      response.setHeader('etag', '"own"')
      try {
        return charge({ cents: 100, fail: true, label: 'own headers' })
      } catch {
        const body = gzipSync('own compressed body')
        response.setHeader('content-length', body.length)
        response.writeHead(500)
        return response.end(body)
      }
    case '/slow':
      await sleep(20)
      return charge({ cents: 100, fail: true, label: 'slow' })
    case '/stream':
      response.writeHead(200)
      response.write('part one ')
      await sleep(5)
      return charge({ cents: 100, fail: true, label: 'stream' })
    case '/cause': {
      try {
        charge({ cents: 1, fail: true, label: 'inner' })
      } catch (cause) {
        const error = new AggregateError([new Error('member one'), cause], 'many', { cause })
        error.password = password
        throw error
      }
      return undefined
    }
    case '/env': {
      const settings = { ...process.env }
      const { argv } = process
      if (settings.PATH !== undefined) throw new Error(`no settings in ${argv.length} arguments`)
      return undefined
    }
    case '/body': {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      const form = Buffer.concat(chunks).toString()
      return charge({ cents: form.length, fail: true, label: 'body' })
    }
    // What a hole in the app may do: a careless merge of a request into an object.
    case '/pollute': {
      const { names, value } = JSON.parse(url.searchParams.get('what'))
      for (const name of names) Object.defineProperty(Object.prototype, name, { __proto__: null, value, configurable: true, writable: true, enumerable: false })
      return response.end('polluted')
    }
    case '/clean':
      for (const name of Object.getOwnPropertyNames(Object.prototype)) if (!OWN.has(name)) delete Object.prototype[name]
      return response.end('clean')
    case '/title':
      return response.end(`${process.title} ${globalThis.pwned}`)
    case '/memory':
      globalThis.gc?.()
      return response.end(JSON.stringify(process.memoryUsage()))
    default:
      response.writeHead(404)
      return response.end('the app knows no such page')
  }
}

const server = createServer((request, response) => handle(request, response))
const socket = process.env.LISTEN_UNIX
if (socket === undefined) {
  server.listen(Number(process.env.PORT ?? 0), process.env.LISTEN_HOST ?? '127.0.0.1', () => console.log(`listening ${server.address().port}`))
} else {
  server.listen(socket, () => console.log('listening 1'))
}
