process.env.NODE_ENV = 'production'
process.env.NEXT_TELEMETRY_DISABLED = '1'
process.chdir(__dirname)

const http = require('node:http')
const next = require('next')

const app = next({ dev: false, dir: __dirname })
app.prepare().then(() => {
  const server = http.createServer(app.getRequestHandler())
  server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
})
