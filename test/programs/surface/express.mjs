import express from 'express'
import { ANSWERS, STACKS, fails, stackAt, troubled } from './routes.mjs'

const app = express()
for (const [path, [status, headers, body]] of Object.entries(ANSWERS)) {
  app.get(path, (request, response) => response.status(status).set(headers).send(body))
}
for (const [path, calls] of Object.entries(STACKS)) app.get(path, (request, response) => response.send(stackAt(calls)))
app.get('/json', (request, response) => response.json({ query: request.query }))
app.get('/troubled', async (request, response) => response.send(await troubled()))
app.post('/echo', express.text({ type: '*/*' }), (request, response) => response.send(request.body))
app.get('/stream', (request, response) => {
  response.write('one ')
  setTimeout(() => response.end('two'), 2)
})
app.get('/none', (request, response) => response.status(204).end())
app.get('/fails', async () => fails())
app.use('/in', (request, response) => response.send(stackAt(0)))
app.get('/fails-sync', () => {
  throw new TypeError('sync')
})
app.get('/fails-next', (request, response, next) => next(Object.assign(new Error('next'), { status: 503 })))
app.get('/fails-plain', (request, response) => response.status(502).json({ plain: true }))
app.use((error, request, response, next) => {
  if (response.headersSent) return next(error)
  response.status(error.status ?? 500).set('x-handled', '1').json({ error: error.message })
})
const server = app.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
