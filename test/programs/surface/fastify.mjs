import fastify from 'fastify'
import { ANSWERS, STACKS, fails, stackAt, troubled } from './routes.mjs'

const app = fastify()
for (const [path, [status, headers, body]] of Object.entries(ANSWERS)) {
  app.get(path, (request, reply) => reply.code(status).headers(headers).send(body))
}
for (const [path, calls] of Object.entries(STACKS)) app.get(path, (request, reply) => reply.send(stackAt(calls)))
app.get('/json', async (request) => ({ query: request.query }))
app.get('/troubled', async () => troubled())
app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => done(null, body))
app.post('/echo', async (request) => request.body)
app.get('/stream', async function* () {
  yield 'never'
})
app.get('/none', (request, reply) => reply.code(204).send())
app.get('/fails', async () => fails())
app.get('/fails-sync', () => {
  throw new TypeError('sync')
})
app.get('/fails-next', (request, reply) => reply.send(Object.assign(new Error('next'), { statusCode: 503 })))
app.get('/fails-plain', (request, reply) => reply.code(502).send({ plain: true }))
await app.listen({ port: 0, host: '127.0.0.1' })
console.log(`listening ${app.server.address().port}`)
