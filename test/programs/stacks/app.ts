/** The same routes behind three frameworks, and passed on by hand. The first port is printed, `/index` tells all. */
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import express from 'express'
import fastify from 'fastify'
import { ROUTES } from './routes.ts'

const bare = createServer(async (request, response) => {
  if (request.url === '/index') return response.end(JSON.stringify({ ports, paths: [...Object.keys(ROUTES), '/fails', '/fails-at-once'] }))
  const answer = ROUTES[request.url ?? '']; return response.end(answer === undefined ? 'none' : await answer())
})
const outer = createServer((request, response) => { const known = async (): Promise<number> => await 1; void known(); bare.emit('request', request, response) })

const app = express()
const served = fastify()
for (const [path, answer] of Object.entries(ROUTES)) {
  app.get(path, async (request, response) => { const text = await answer(); response.send(text) })
  served.get(path, async (request, reply) => reply.send(await answer()))
}
app.get('/fails', async () => { await 0; throw Object.assign(new Error(`fails ${await 1}`), { status: 503 }) })
app.get('/fails-at-once', () => { throw new TypeError('at once') })
served.get('/fails', async () => { await 0; throw new Error(`fails ${await 1}`) })
served.setErrorHandler((error: Error, request, reply) => reply.code(500).send(error.stack))

const ports: number[] = []
const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      ports.push((server.address() as AddressInfo).port)
      resolve()
    })
  })
async function main(): Promise<void> {
  let inner: RequestListener = app
  const file = process.env['WRAP_WITH']; if (file !== undefined) inner = (await import(file)).inquest(app)
  await listen(bare); await listen(createServer((request, response) => inner(request, response)))
  await served.ready(); await listen(served.server); await listen(outer)
  console.log(`listening ${ports[0]}`)
}
void main()
