import type { NodeResponse } from './node-exchange.ts'
import type { RequestContext } from './request-context.ts'
import type { Reply } from './reply-policy.ts'
import type { Surfaced, Surfacer } from './surfacer.ts'

/** Sees the head of a response before it is written, and can put the traceback in the place of the app's body. */
export interface ResponseWatch {
  readonly started: boolean
  readonly status: number
  /** For a handler that failed before it answered. */
  answer(status: number, surfaced: Surfaced | undefined): void
}

/** Names the traceback to clients that show no pages. */
const TRACEBACK_HEADER = 'x-inquest-traceback'

const PLAIN_FAILURE = 'Internal Server Error'

type AnyFunction = (...args: unknown[]) => unknown

/**
 * Replaces `writeHead`, `write` and `end` of this one response, before the app sees it: whatever middleware wraps them
 * later (compression, sessions) wraps ours. Until a failing head is written they only pass on.
 */
export function watchResponse(surfacer: Surfacer, context: RequestContext, response: NodeResponse): ResponseWatch {
  const writeHead = response.writeHead.bind(response) as AnyFunction
  const write = response.write.bind(response) as AnyFunction
  const end = response.end.bind(response) as AnyFunction
  let looked = false
  let taken = false
  let ended = false

  const look = (status: number): { surfaced: Surfaced; reply: Reply } | undefined => {
    looked = true
    if (status < 500) return undefined
    try {
      const surfaced = surfacer.failing(context, status)
      return surfaced && { surfaced, reply: surfacer.reply(context) }
    } catch (failure) {
      surfacer.note(failure)
      return undefined
    }
  }

  const take = (status: number, surfaced: Surfaced, reply: Reply): void => {
    taken = true
    const rendered = surfacer.render(context, surfaced, reply)
    Object.defineProperty(response, 'writableEnded', { configurable: true, get: () => ended })
    for (const name of response.getHeaderNames()) if (name !== 'set-cookie') response.removeHeader(name)
    for (const [name, value] of rendered.headers) response.setHeader(name, value)
    // Node's own note of how long the app's body is, which `@hono/node-server` makes before it writes the head.
    if ('_contentLength' in response) response._contentLength = null
    // At once, so that the app finds what it expects (`headersSent`); the body takes a moment.
    writeHead(status)
    rendered.body.then(
      (body) => end(body),
      (failure: unknown) => {
        surfacer.note(failure)
        end(PLAIN_FAILURE)
      },
    )
  }

  /** Whether the traceback took the place of what the app is about to write. */
  const intercepts = (status: number): boolean => {
    if (taken) return true
    const found = looked || response.headersSent ? undefined : look(status)
    if (found?.reply.kind === 'page' || found?.reply.kind === 'report') {
      take(status, found.surfaced, found.reply)
      return true
    }
    if (found?.reply.kind === 'own-with-link') response.setHeader(TRACEBACK_HEADER, found.surfaced.path)
    return false
  }

  replace(response, 'writeHead', (...args) => {
    const status = typeof args[0] === 'number' ? args[0] : response.statusCode
    return intercepts(status) ? response : writeHead(...args)
  })
  replace(response, 'write', (...args) => {
    // A head that Node would write implicitly. Asked for only when it fails: Node decides on the framing in there.
    if (response.statusCode >= 500) intercepts(response.statusCode)
    if (!taken) return write(...args)
    callBack(args)
    return true
  })
  replace(response, 'end', (...args) => {
    if (response.statusCode >= 500) intercepts(response.statusCode)
    if (!taken) return end(...args)
    if (!ended) {
      ended = true
      const callback = args.find((arg) => typeof arg === 'function')
      if (callback !== undefined) response.once('finish', callback as () => void)
    }
    return response
  })

  return {
    get started() {
      return taken || response.headersSent
    },
    get status() {
      return response.statusCode
    },
    answer(status, surfaced) {
      looked = true
      const reply = surfaced && surfacer.reply(context)
      if (surfaced !== undefined && (reply?.kind === 'page' || reply?.kind === 'report')) {
        ended = true
        take(status, surfaced, reply)
        return
      }
      if (surfaced !== undefined && reply?.kind === 'own-with-link') response.setHeader(TRACEBACK_HEADER, surfaced.path)
      response.setHeader('content-type', 'text/plain; charset=utf-8')
      writeHead(status)
      end(PLAIN_FAILURE)
    },
  }
}

function replace(response: NodeResponse, name: 'writeHead' | 'write' | 'end', value: AnyFunction): void {
  Object.defineProperty(response, name, { value, configurable: true, writable: true, enumerable: false })
}

function callBack(args: readonly unknown[]): void {
  const callback = args.find((arg) => typeof arg === 'function')
  if (callback !== undefined) process.nextTick(callback)
}
