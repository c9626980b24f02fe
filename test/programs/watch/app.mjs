import { createServer } from 'node:http'

let rounds = 0

function retry() {
  for (;;) rounds++
}

async function retryLater() {
  await null
  retry()
}

const server = createServer(async (request, response) => {
  if (request.url === '/ok') return response.end('ok')
  if (request.url === '/busy') {
    for (const from = performance.now(); performance.now() - from < 1500; );
    return response.end('done')
  }
  const cart = { retry, retryLater, slow: () => /^(a+)+$/.test(`${'a'.repeat(50)}b`) }
  await null
  throw new Error(`failed with ${Object.keys(cart).length}`)
})

server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})
