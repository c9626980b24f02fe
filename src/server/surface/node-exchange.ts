import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { isPromise } from 'node:util/types'
import { getRequestListener } from '@hono/node-server'
import { watchBody } from './body-watch.ts'
import { fromNode } from './incoming-request.ts'
import { watchResponse } from './response-watch.ts'
import type { ResponseWatch } from './response-watch.ts'
import type { RequestContext } from './request-context.ts'
import type { Surfacer } from './surfacer.ts'

export type NodeRequest = IncomingMessage | Http2ServerRequest
export type NodeResponse = ServerResponse | Http2ServerResponse

const tracked = new WeakSet<object>()

/**
 * One request of a Node server: the debugger's own paths are served, everything else is the app's, watched. `handle` is
 * the app's listener; what it returns is returned, and what it throws or rejects with becomes the response, as it would
 * under any framework.
 */
export function exchange(
  surfacer: Surfacer,
  request: NodeRequest,
  response: NodeResponse,
  handle: () => unknown,
): unknown {
  if (tracked.has(request)) return handle()
  tracked.add(request)
  const incoming = fromNode(request)
  if (surfacer.owns(incoming.path)) {
    serveOwn(surfacer, request, response, incoming)
    return undefined
  }
  const context = surfacer.begin({ ...incoming, body: watchBody(request) })
  if (context === undefined) return handle()
  response.once('close', () => {
    surfacer.end(context)
  })
  const watch = watchResponse(surfacer, context, response)
  const fail = (error: unknown): void => {
    failed(surfacer, context, watch, error)
  }
  return surfacer.contexts.run(context, () => {
    let result: unknown
    try {
      result = handle()
    } catch (error) {
      fail(error)
      return undefined
    }
    if (isPromise(result)) result.then(undefined, fail)
    return result
  })
}

function failed(surfacer: Surfacer, context: RequestContext, watch: ResponseWatch, error: unknown): void {
  try {
    const surfaced = surfacer.failed(context, error, watch.started ? watch.status : statusOf(error))
    if (!watch.started) watch.answer(statusOf(error), surfaced)
  } catch (failure) {
    surfacer.note(failure)
    if (!watch.started) watch.answer(500, undefined)
  }
}

/** The status that an error asks for, as most frameworks read it; 500 if none. */
export function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500
  for (const name of ['status', 'statusCode']) {
    const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value
    if (typeof value === 'number' && Number.isInteger(value) && value >= 400 && value <= 599) return value
  }
  return 500
}

function serveOwn(
  surfacer: Surfacer,
  request: NodeRequest,
  response: NodeResponse,
  incoming: ReturnType<typeof fromNode>,
): void {
  const listener = getRequestListener((fetchRequest) => surfacer.serve(fetchRequest, incoming), {
    // The app's own Request and Response must stay what they are.
    overrideGlobalObjects: false,
    errorHandler: (failure) => {
      surfacer.note(failure)
      return new Response('Internal Server Error', { status: 500 })
    },
    hostname: 'localhost',
  })
  void Promise.resolve(listener(request, response)).catch((failure: unknown) => {
    surfacer.note(failure)
    response.destroy()
  })
}
