import { activate } from './activate.ts'
import type { InquestOptions } from './options.ts'
import { wrapHandler } from './surface/index.ts'

export type { InquestOptions, Limits } from './options.ts'

/**
 * Wraps the handler of a web app: a Node `(request, response)` listener, a fetch handler `(request) => Response`, or an
 * object with `fetch` such as a Hono app. Returns the same shape. When a request fails, its response becomes an
 * interactive traceback. Where the debugger must not run (production, an old Node) the handler comes back as it is.
 *
 * @example
 * import { inquest } from 'inquest'
 * http.createServer(inquest(app)).listen(3000)
 */
export function inquest<Handler extends object>(handler: Handler, options: InquestOptions = {}): Handler {
  const { runtime } = activate(options, false)
  return runtime === undefined ? handler : wrapHandler(runtime.surfacer, handler)
}
