const { createServer } = require('node:http')

function fail(input) {
  const fixed = input
  throw new Error(`fails with ${fixed}`)
}

const server = createServer((request, response) => {
  if (request.url === '/fail') {
    try {
      fail(1)
    } catch {
      response.statusCode = 500
    }
  }
  response.end('done')
})
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
exports.answer = 42
