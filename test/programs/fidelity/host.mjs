// A plain server around a module that only fails: `GET /` calls its `fail`, `GET /name` its `name`.
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'

const module = await import(pathToFileURL(process.argv[2]).href)

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://host')
  const fail = module[pathname.slice(1) || 'fail'] ?? module.default?.[pathname.slice(1) || 'fail']
  try {
    const result = await fail(searchParams.get('n'))
    response.end(String(result))
  } catch (error) {
    globalThis[Symbol.for('fidelity.report')]?.(error)
    response.writeHead(500, { 'content-type': 'text/plain' }).end('failed')
  }
})

server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
