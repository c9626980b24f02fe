import type { MiddlewareHandler } from 'hono'

/** One line for each request, with what it was answered and how long that took. */
export function requestLog(log: (line: string) => void): MiddlewareHandler {
  return async (c, next) => {
    const start = performance.now()
    try {
      await next()
    } finally {
      const status = c.finalized ? c.res.status : 500
      const milliseconds = (performance.now() - start).toFixed(1)
      log(`${c.req.method} ${c.req.path} ${status} ${milliseconds} ms`)
    }
  }
}
