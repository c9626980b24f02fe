import { createServer } from 'node:https'
import { certificate } from '../../../../surface/certificate.ts'
import { answer } from '../node-http/answer.mjs'

const server = createServer(certificate(), answer)
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port} https`))
