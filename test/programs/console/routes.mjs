/** A route with parameters that fails, under the framework that is named. */
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { serve } from '@hono/node-server'
import Koa from 'koa'

function look(id) {
  throw new Error(`no tea ${id}`)
}

const apps = {
  express: () => {
    const shop = express.Router()
    shop.get('/tea/:id{/:token}', (request) => look(request.params.id))
    const app = express().use('/shop', shop)
    // What is wrong is answered for elsewhere: by then Express has taken the parameters back.
    app.use((error, request, response, _next) => response.status(500).send('failed'))
    return app.listen(0, '127.0.0.1')
  },
  fastify: () => {
    const app = fastify()
    app.get('/shop/tea/:id', async (request) => look(request.params.id))
    app.listen({ port: 0, host: '127.0.0.1' })
    return app.server
  },
  koa: () => {
    const app = new Koa()
    app.silent = true
    // As its routers do.
    app.use(async (ctx) => {
      ctx.params = { id: /([^/]+)$/.exec(ctx.path)[1] }
      look(ctx.params.id)
    })
    return app.listen(0, '127.0.0.1')
  },
  hono: () => {
    const app = new Hono()
    app.use(async (_c, next) => next())
    app.get('/shop/tea/:id', (c) => look(c.req.param('id')))
    return serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  },
  none: () => new Hono() && express().get('/shop/tea/7', () => look(7)).listen(0, '127.0.0.1'),
}
const server = apps[process.argv[2]]()
if (server.listening) console.log(`listening ${server.address().port}`)
else server.once('listening', () => console.log(`listening ${server.address().port}`))
