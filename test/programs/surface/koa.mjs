import { Readable } from 'node:stream'
import Koa from 'koa'
import { ANSWERS, STACKS, fails, stackAt, troubled } from './routes.mjs'

const app = new Koa()
app.silent = true
app.use(async (ctx) => {
  const answer = ANSWERS[ctx.path]
  if (answer !== undefined) {
    const [status, headers, body] = answer
    ctx.set(headers)
    ctx.body = body
    ctx.status = status
  } else if (ctx.path in STACKS) ctx.body = stackAt(STACKS[ctx.path])
  else if (ctx.path === '/json') ctx.body = { query: ctx.query }
  else if (ctx.path === '/troubled') ctx.body = await troubled()
  else if (ctx.path === '/echo') ctx.body = ctx.req
  else if (ctx.path === '/stream') ctx.body = Readable.from(['one ', 'two'])
  else if (ctx.path === '/none') ctx.status = 204
  else if (ctx.path === '/fails') await fails()
  else if (ctx.path === '/fails-sync') throw new TypeError('sync')
  else if (ctx.path === '/fails-next') ctx.throw(503, 'next')
  else if (ctx.path === '/fails-plain') {
    ctx.status = 502
    ctx.body = { plain: true }
  }
})
const server = app.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
