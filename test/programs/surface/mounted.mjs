// An app that is wrapped by itself and mounted in another one, which is not.
import express from 'express'
import { inquest } from '../../../src/server/index.ts'

const shop = express()
shop.get('/fails/:id', (request) => {
  const { id } = request.params
  throw new Error(`order ${id}`)
})
const outer = express()
outer.use(['/api/shop', '/@admin'], inquest(shop))
outer.get('/fails', () => {
  throw new Error('outside')
})
const server = outer.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
