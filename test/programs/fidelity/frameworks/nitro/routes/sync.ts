import { defineEventHandler, getQuery } from 'h3'
import { price, type Order } from '../shop'

export default defineEventHandler((event) => {
  const order: Order = { id: 7, lines: 'ok' in getQuery(event) ? [] : [{}] }
  return [price(order), order.id]
})
