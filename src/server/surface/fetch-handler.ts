import { statusOf } from './node-exchange.ts'
import { fromFetch } from './incoming-request.ts'
import type { Peer } from './incoming-request.ts'
import type { RequestContext } from './request-context.ts'
import type { Surfaced, Surfacer } from './surfacer.ts'

/** `(request, ...rest)`: the rest is the server's (bindings, execution context) and is passed on. */
export type FetchHandler = (request: Request, ...rest: unknown[]) => Response | Promise<Response>

/** Watches a fetch handler as `exchange` watches a Node listener. */
export async function exchangeFetch(
  surfacer: Surfacer,
  request: Request,
  peer: Peer | undefined,
  handle: () => Response | Promise<Response>,
): Promise<Response> {
  // Below a server that is covered already: that one sees the response.
  if (surfacer.contexts.current() !== undefined) return handle()
  const incoming = fromFetch(request, peer)
  if (surfacer.owns(incoming.path)) return surfacer.serve(request, incoming)
  const context = surfacer.begin(incoming)
  if (context === undefined) return handle()
  try {
    return await surfacer.contexts.run(context, async () => {
      try {
        const response = await handle()
        const surfaced = response.status >= 500 ? surfacer.failing(context, response.status) : undefined
        return surfaced === undefined ? response : await respond(surfacer, context, surfaced, response)
      } catch (error) {
        const surfaced = surfacer.failed(context, error, statusOf(error))
        const plain = new Response('Internal Server Error', { status: statusOf(error) })
        return surfaced === undefined ? plain : await respond(surfacer, context, surfaced, plain)
      }
    })
  } finally {
    surfacer.end(context)
  }
}

async function respond(
  surfacer: Surfacer,
  context: RequestContext,
  surfaced: Surfaced,
  own: Response,
): Promise<Response> {
  const reply = surfacer.reply(context)
  switch (reply.kind) {
    case 'own':
      return own
    case 'own-with-link': {
      const linked = new Response(own.body, own)
      linked.headers.set('x-inquest-traceback', surfaced.path)
      return linked
    }
    case 'page':
    case 'report': {
      const { headers, body } = surfacer.render(context, surfaced, reply)
      const response = new Response(await body, {
        status: own.status,
        headers: headers.map(([n, v]): [string, string] => [n, v]),
      })
      for (const cookie of own.headers.getSetCookie()) response.headers.append('set-cookie', cookie)
      return response
    }
  }
}

/** What `@hono/node-server` passes along with a request. */
export function peerOf(bindings: unknown): Peer | undefined {
  if (typeof bindings !== 'object' || bindings === null || !('incoming' in bindings)) return undefined
  const incoming = bindings.incoming as {
    socket?: { remoteAddress?: string; encrypted?: boolean }
    httpVersion?: string
  }
  const address = incoming.socket?.remoteAddress
  return {
    ...(address === undefined ? {} : { remoteAddress: address }),
    encrypted: incoming.socket?.encrypted === true,
    httpVersion: incoming.httpVersion ?? '1.1',
  }
}
