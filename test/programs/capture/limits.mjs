import { createServer } from 'node:http'

function deep(left, carried) {
  const level = left
  if (left === 0) throw new Error(`at the bottom of ${carried}`)
  return deep(left - 1, carried) + level
}

async function flooded(n) {
  const number = n
  throw new Error(`flood ${number}`)
}

function swallows(n) {
  const padding = { n, text: 'x'.repeat(100) }
  try {
    throw new Error(`swallowed ${padding.n}`)
  } catch {
    return 1
  }
}

process.on('unhandledRejection', () => undefined)

let served = 0
const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost')
  const n = Number(url.searchParams.get('n') ?? 0)
  try {
    switch (url.pathname) {
      case '/deep':
        response.end(String(deep(n, n)))
        return
      case '/late':
        await new Promise((done) => setTimeout(done, 300))
        await flooded(n)
        return
      case '/flood':
        await flooded(n)
        return
      case '/reject':
        Promise.reject(new Error('rejected'))
        await new Promise((done) => setTimeout(done, 5))
        response.end('rejected')
        return
      case '/swallow': {
        let sum = 0
        for (let i = 0; i < n; i++) sum += swallows(i)
        response.end(String(sum))
        return
      }
      case '/heap':
        for (let i = 0; i < 3; i++) {
          globalThis.gc()
          await new Promise((done) => setImmediate(done))
        }
        response.end(String(process.memoryUsage().heapUsed))
        return
      default:
        response.end(`served ${++served}`)
    }
  } catch (error) {
    response.statusCode = 500
    response.end('failed')
  }
})
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
