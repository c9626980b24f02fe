import { defineEventHandler, getHeader } from 'h3'

export default defineEventHandler((event) => {
  if (!event.path.startsWith('/guarded')) return
  const user = getHeader(event, 'x-user')
  event.context.user = user!.trim()
})
