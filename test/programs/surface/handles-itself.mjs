// An app that answers for what nothing else catches: by handlers of the process, and by one of an app around a part of it.
import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer } from 'node:http'
import express from 'express'
import { inquest } from '../../../src/server/index.ts'

const responses = new AsyncLocalStorage()
const pending = []
const answer = (how) => (error) => pending.shift()?.writeHead(599).end(`${how}: ${error.message}`)
process.on('uncaughtException', answer('process'))
process.on('unhandledRejection', answer('process, rejected'))

const outer = express()
const part = (handle) => (process.env.WRAPPED === 'yes' ? inquest(handle) : handle)
outer.use('/part/throws', part((_request, _response, next) => { // prettier-ignore
  throw new Error(`part ${typeof next}`)
}))
outer.use('/part/rejects', part(async (_request, _response, _next) => { // prettier-ignore
  throw new Error('part, later')
}))
outer.use((error, _request, response, _next) => response.status(598).send(`outer: ${error.message}`))

const server = createServer((request, response) => {
  if (request.url.startsWith('/part')) return outer(request, response)
  pending.push(response)
  return responses.run(response, () => {
    if (request.url === '/throws') throw new Error('thrown')
    return Promise.reject(new Error('rejected'))
  })
})
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
