// The app under attack over HTTP/2 without TLS, and failing.
import { createServer } from 'node:http2'

function charge(label) {
  const password = 'hunter2'
  throw new RangeError(`cannot charge ${label}, of ${typeof password}`)
}

const server = createServer((request, response) => {
  if (request.url !== '/boom') return response.writeHead(404).end('the app knows no such page')
  try {
    return charge('order 1')
  } catch {
    return response.writeHead(500).end('own body')
  }
})
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
