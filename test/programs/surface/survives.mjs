import { createServer } from 'node:http'

process.on('uncaughtException', (error, origin) => console.log(`handled ${String(error.message)} ${origin}`))

const server = createServer((request, response) => {
  response.end('alive')
  if (request.url === '/timer') {
    setTimeout(() => {
      const late = 'a local'
      throw new Error(`timer after ${late}`)
    }, 5)
  }
  if (request.url === '/rejection') {
    setTimeout(() => {
      Promise.reject(new RangeError('floating'))
    }, 5)
  }
})
setTimeout(() => {
  const when = 'outside'
  throw new Error(`thrown ${when}`)
}, 50)
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
