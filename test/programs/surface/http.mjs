import { createServer } from 'node:http'
import { ANSWERS, STACKS, fails, stackAt, troubled } from './routes.mjs'

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://x')
  const known = ANSWERS[pathname]
  if (known !== undefined) {
    const [status, headers, body] = known
    return response.writeHead(status, headers).end(body)
  }
  if (pathname in STACKS) return response.end(stackAt(STACKS[pathname]))
  switch (pathname) {
    case '/json':
      return response.setHeader('content-type', 'application/json').end('{"query":{}}')
    case '/troubled':
      return response.end(await troubled())
    case '/echo':
      return request.pipe(response)
    case '/stream':
      response.write('one ')
      return setTimeout(() => response.end('two'), 2)
    case '/none':
      return response.writeHead(204).end()
    case '/fails':
      return fails()
    case '/fails-sync':
      throw new TypeError('sync')
    case '/fails-next':
      response.statusCode = 503
      response.write('half ')
      return response.end('of it')
    case '/fails-plain':
      return response.writeHead(502, 'Own Words', ['x-own', '1']).end('{"plain":true}')
    default:
      return response.writeHead(404).end()
  }
}
const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    response.writeHead(500, { 'x-handled': '1' }).end(error.message)
  })
})
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
