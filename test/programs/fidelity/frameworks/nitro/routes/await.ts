import { defineEventHandler, getQuery } from 'h3'
import { checkout } from '../shop'

export default defineEventHandler(async (event) => {
  const id = Number(getQuery(event).id)
  const lines = await checkout(id)
  return lines
})
