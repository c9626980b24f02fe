import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs'
import { createServer } from 'node:http'

function loadUser(id, cb) {
  const table = 'users'
  const error = new Error(`no user ${id} in ${table}`)
  cb(error)
}

function middleware(request, response, next) {
  const header = request.headers['x-missing']
  next(new TypeError(`header is ${header}`))
}

const routes = {
  '/callback'(request, response) {
    const id = 12
    loadUser(id, (err, user) => {
      if (err) return sendError(response, err)
      response.end(user)
    })
  },
  '/next'(request, response) {
    const layer = 'outer'
    middleware(request, response, (err) => sendError(response, err))
  },
  '/event'(request, response) {
    const bus = new EventEmitter()
    const topic = 'orders'
    bus.on('error', (err) => sendError(response, err))
    bus.emit('error', new RangeError(`${topic} is full`))
  },
  '/file'(request, response) {
    const path = '/no/such/page.html'
    readFile(path, (err, text) => {
      if (err) return sendError(response, err)
      response.end(text)
    })
  },
}

function sendError(response, err) {
  const status = 500
  globalThis[Symbol.for('fidelity.report')]?.(err)
  response.writeHead(status, { 'content-type': 'text/plain' })
  response.end('failed')
}

const server = createServer((request, response) => routes[request.url](request, response))
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
