import { createSecureServer } from 'node:http2'
import { certificate } from '../../../../surface/certificate.ts'
import { answer } from '../node-http/answer.mjs'

const server = createSecureServer(certificate(), answer)
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port} http2`))
