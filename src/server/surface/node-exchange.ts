import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { isPromise } from 'node:util/types'
import { getRequestListener, RequestError } from '@hono/node-server'
import { watchBody } from './body-watch.ts'
import { fromNode } from './incoming-request.ts'
import type { IncomingRequest } from './incoming-request.ts'
import { ownFailure } from './own-failure.ts'
import { watchResponse } from './response-watch.ts'
import type { ResponseWatch } from './response-watch.ts'
import type { RequestContext } from './request-context.ts'
import type { ProcessEvent, Surfaced, Surfacer } from './surfacer.ts'

export type NodeRequest = IncomingMessage | Http2ServerRequest
export type NodeResponse = ServerResponse | Http2ServerResponse

const tracked = new WeakSet<object>()

// An app's promise may have a `then` of its own.
const { then } = Promise.prototype

/**
 * One request of a Node server: the debugger's own paths are served, everything else is the app's, watched. `handle` is
 * the app's listener; what it returns is returned, and what it throws or rejects with becomes the response, as it would
 * under any framework, where nobody else answers for it: an app around this one (`isPart`), or a handler of the process.
 * A failure of ours leaves the request to the app.
 */
export function exchange(
  surfacer: Surfacer,
  request: NodeRequest,
  response: NodeResponse,
  handle: () => unknown,
  isPart = false,
): unknown {
  if (tracked.has(request)) return handle()
  tracked.add(request)
  const incoming = fromNode(request)
  if (surfacer.owns(incoming)) {
    serveOwn(surfacer, request, response, incoming)
    return undefined
  }
  const watched = watchExchange(surfacer, request, response, incoming)
  if (watched === undefined) return handle()
  const { context, watch } = watched
  if (isPart) return surfacer.contexts.run(context, handle)
  const fail = (error: unknown, origin: ProcessEvent): void => {
    const surfaced = failed(surfacer, context, watch, error)
    if (watch.started) return
    if (surfacer.appHandles(origin) && !watch.shows(surfaced)) throw error
    watch.answer(statusOf(error), surfaced)
  }
  return surfacer.contexts.run(context, () => {
    let result: unknown
    try {
      result = handle()
    } catch (error) {
      fail(error, 'uncaughtException')
      return undefined
    }
    if (isPromise(result)) {
      void Reflect.apply(then, result, [
        undefined,
        (error: unknown) => {
          fail(error, 'unhandledRejection')
        },
      ])
    }
    return result
  })
}

function watchExchange(
  surfacer: Surfacer,
  request: NodeRequest,
  response: NodeResponse,
  incoming: IncomingRequest,
): { context: RequestContext; watch: ResponseWatch } | undefined {
  try {
    if (!surfacer.admits(incoming)) return undefined
    const context = surfacer.begin({ ...incoming, body: watchBody(request) })
    const { socket } = request
    response.once('close', () => {
      if (isCutOff(response, socket, context.capture?.thrown)) noteCutOff(surfacer, context, response.statusCode)
      surfacer.end(context)
    })
    const watch = watchResponse(surfacer, context, response)
    context.hasBegun = () => watch.started
    return { context, watch }
  } catch (failure) {
    surfacer.note(failure)
    return undefined
  }
}

/**
 * Whether the server itself ended the connection amid a response, which is all that a framework can do by then: by
 * itself or with the error that was thrown. In HTTP/2 the socket says nothing of one response.
 */
function isCutOff(response: NodeResponse, socket: NodeRequest['socket'], thrown: unknown): boolean {
  if ('stream' in response) return false
  const { errored } = socket
  if (!response.headersSent || response.writableFinished || socket.readableEnded) return false
  return errored === null || errored === thrown
}

/** The stream is as it is; the log and the overview tell of the error. */
function noteCutOff(surfacer: Surfacer, context: RequestContext, status: number): void {
  if (context.capture === undefined || context.tracebackId !== undefined) return
  try {
    surfacer.failing(context, status)
  } catch (failure) {
    surfacer.note(failure)
  }
}

function failed(
  surfacer: Surfacer,
  context: RequestContext,
  watch: ResponseWatch,
  error: unknown,
): Surfaced | undefined {
  try {
    return surfacer.failed(context, error, watch.started ? watch.status : statusOf(error))
  } catch (failure) {
    surfacer.note(failure)
    return undefined
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

function serveOwn(surfacer: Surfacer, request: NodeRequest, response: NodeResponse, incoming: IncomingRequest): void {
  const listener = getRequestListener((fetchRequest) => surfacer.serve(fetchRequest, incoming), {
    // The app's own Request and Response must stay what they are.
    overrideGlobalObjects: false,
    // A Host or a target that makes no URL is a stranger's doing, no failure of ours: the guard has its say.
    errorHandler: (failure) =>
      failure instanceof RequestError
        ? surfacer.serve(new Request('http://localhost/'), incoming)
        : ownFailure(surfacer, failure),
    hostname: 'localhost',
  })
  void Promise.resolve(listener(request, response)).catch((failure: unknown) => {
    surfacer.note(failure)
    response.destroy()
  })
}
