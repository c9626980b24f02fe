import { STATUS_CODES } from 'node:http'
import { statusOf } from './node-exchange.ts'
import { clientOf, fromFetch } from './incoming-request.ts'
import { ownFailure } from './own-failure.ts'
import type { Peer } from './incoming-request.ts'
import type { Reply } from './reply-policy.ts'
import type { RequestContext } from './request-context.ts'
import type { Surfaced, Surfacer } from './surfacer.ts'

/** `(request, ...rest)`: the rest is the server's (bindings, execution context) and is passed on. */
export type FetchHandler = (request: Request, ...rest: unknown[]) => Response | Promise<Response>

/** Watches a fetch handler as `exchange` watches a Node listener. What it rejects with stays the server's to answer. */
export async function exchangeFetch(
  surfacer: Surfacer,
  request: Request,
  peer: Peer | undefined,
  handle: () => Response | Promise<Response>,
): Promise<Response> {
  // Below a server that is covered already: that one sees the response.
  if (surfacer.contexts.current() !== undefined) return handle()
  const incoming = fromFetch(request, peer)
  if (surfacer.owns(incoming)) {
    return surfacer.serve(request, incoming).catch((failure: unknown) => ownFailure(surfacer, failure))
  }
  const context = guarded(surfacer, () => (surfacer.admits(incoming) ? surfacer.begin(incoming) : undefined))
  if (context === undefined) return handle()
  try {
    return await surfacer.contexts.run(context, async () => {
      let own: Response
      try {
        own = await handle()
      } catch (error) {
        const status = statusOf(error)
        const plain = new Response(STATUS_CODES[status] ?? '', { status })
        const reply = await respond(surfacer, context, plain, () => surfacer.failed(context, error, status))
        if (reply === plain) throw error
        return reply
      }
      if (own.status < 500) return own
      return respond(surfacer, context, own, () => surfacer.failing(context, own.status))
    })
  } finally {
    surfacer.end(context)
  }
}

/** The app's own response where there is nothing to show, nobody to show it to, or a failure of ours. */
async function respond(
  surfacer: Surfacer,
  context: RequestContext,
  own: Response,
  surface: () => Surfaced | undefined,
): Promise<Response> {
  try {
    const reply = surfacer.reply(context)
    if (reply.kind === 'own') {
      // Whoever gets the app's own response gets it first: what a traceback costs would tell that there is one.
      setImmediate(() => guarded(surfacer, surface))
      return own
    }
    const surfaced = surface()
    return surfaced === undefined ? own : await replyWith(surfacer, context, own, surfaced, reply)
  } catch (failure) {
    surfacer.note(failure)
    return own
  }
}

function guarded<T>(surfacer: Surfacer, work: () => T): T | undefined {
  try {
    return work()
  } catch (failure) {
    surfacer.note(failure)
    return undefined
  }
}

async function replyWith(
  surfacer: Surfacer,
  context: RequestContext,
  own: Response,
  surfaced: Surfaced,
  reply: Reply,
): Promise<Response> {
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
      // Nobody will read it: whatever feeds it may stop.
      void own.body?.cancel().catch(() => undefined)
      return response
    }
  }
}

/** What `@hono/node-server` passes along with a request. */
export function peerOf(bindings: unknown): Peer | undefined {
  if (typeof bindings !== 'object' || bindings === null || !('incoming' in bindings)) return undefined
  const incoming = bindings.incoming as {
    socket?: { remoteAddress?: string; encrypted?: boolean; localPort?: number; remotePort?: number }
    httpVersion?: string
  }
  const address = incoming.socket?.remoteAddress
  return {
    ...(address === undefined ? {} : { remoteAddress: address }),
    encrypted: incoming.socket?.encrypted === true,
    httpVersion: incoming.httpVersion ?? '1.1',
    ...clientOf(incoming.httpVersion ?? '1.1', incoming.socket ?? {}),
  }
}
