import { STATUS_CODES } from 'node:http'
import type { NodeResponse } from './node-exchange.ts'
import type { RequestContext } from './request-context.ts'
import type { Reply } from './reply-policy.ts'
import type { RenderedReply, Surfaced, Surfacer } from './surfacer.ts'

/** Sees the head of a response before it is written, and can put the traceback in the place of the app's body. */
export interface ResponseWatch {
  readonly started: boolean
  readonly status: number
  /** Whether the client is shown the traceback, in the place of a response of the app's. */
  shows(surfaced: Surfaced | undefined): boolean
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
  let late: { readonly status: number; readonly capture: RequestContext['capture'] } | undefined

  const look = (status: number): { surfaced: Surfaced; reply: Reply } | undefined => {
    // Not done with yet: Node may refuse to write this head, and the app then answers with another one.
    if (!(status >= 500 && status <= 999)) return undefined
    looked = true
    try {
      const reply = surfacer.reply(context)
      if (reply.kind === 'own') {
        late = { status, capture: context.capture }
        return undefined
      }
      const surfaced = surfacer.failing(context, status)
      return surfaced && { surfaced, reply }
    } catch (failure) {
      surfacer.note(failure)
      return undefined
    }
  }

  /**
   * Whoever gets the app's own response gets it first: what a traceback costs would tell that there is one. By now the
   * bytes are with the system, and the stack that holds the error is still there.
   */
  const surfaceLate = (): void => {
    if (late === undefined) return
    const { status, capture } = late
    late = undefined
    try {
      context.capture = capture ?? context.capture
      surfacer.failing(context, status)
    } catch (failure) {
      surfacer.note(failure)
    }
  }

  const take = (status: number, { headers, body }: RenderedReply): void => {
    taken = true
    Object.defineProperty(response, 'writableEnded', {
      configurable: true,
      get: () => ended || response.writableFinished,
    })
    removeHeaders(response)
    for (const [name, value] of headers) response.setHeader(name, value)
    // Node's own note of how long the app's body is, which `@hono/node-server` makes before it writes the head.
    if ('_contentLength' in response) response._contentLength = null
    // At once, so that the app finds what it expects (`headersSent`); the body takes a moment.
    writeHead(status)
    const finish = (text: string): void => {
      // In HTTP/2 `end` calls whatever `write` the response has by now.
      replace(response, 'write', write)
      end(text)
    }
    body.then(finish, (failure: unknown) => {
      surfacer.note(failure)
      finish(PLAIN_FAILURE)
    })
  }

  const render = (surfaced: Surfaced, reply: Reply): RenderedReply | undefined => {
    if (reply.kind !== 'page' && reply.kind !== 'report') return undefined
    try {
      return surfacer.render(context, surfaced, reply)
    } catch (failure) {
      surfacer.note(failure)
      return undefined
    }
  }

  /** Whether the traceback took the place of what the app is about to write. */
  const intercepts = (status: number): boolean => {
    if (taken) return true
    const found = looked ? undefined : look(status)
    if (found === undefined || response.headersSent) return false
    const rendered = render(found.surfaced, found.reply)
    if (rendered !== undefined) take(status, rendered)
    else if (found.reply.kind === 'own-with-link') response.setHeader(TRACEBACK_HEADER, found.surfaced.path)
    return taken
  }

  replace(response, 'writeHead', (...args) =>
    intercepts(statusIn(args[0]) ?? response.statusCode) ? response : writeHead(...args),
  )
  replace(response, 'write', (...args) => {
    // A head that Node would write implicitly. Asked for only when it fails: Node decides on the framing in there.
    if (response.statusCode >= 500) intercepts(response.statusCode)
    if (!taken) return write(...args)
    callBack(args)
    return true
  })
  replace(response, 'end', (...args) => {
    if (response.statusCode >= 500) intercepts(response.statusCode)
    if (!taken) {
      const result = end(...args)
      surfaceLate()
      return result
    }
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
    shows: (surfaced) => surfaced !== undefined && ['page', 'report'].includes(surfacer.reply(context).kind),
    answer(status, surfaced) {
      looked = true
      const reply = surfaced && surfacer.reply(context)
      const rendered = surfaced && reply && render(surfaced, reply)
      if (rendered !== undefined) {
        ended = true
        take(status, rendered)
        return
      }
      // What the app has set so far was meant for a body that will not come.
      removeHeaders(response)
      if (surfaced !== undefined && reply?.kind === 'own-with-link') response.setHeader(TRACEBACK_HEADER, surfaced.path)
      response.setHeader('content-type', 'text/plain; charset=utf-8')
      writeHead(status)
      end(STATUS_CODES[status] ?? PLAIN_FAILURE)
    },
  }
}

function replace(response: NodeResponse, name: 'writeHead' | 'write' | 'end', value: AnyFunction): void {
  Object.defineProperty(response, name, { value, configurable: true, writable: true, enumerable: false })
}

/** Cookies stay: they are the app's state, not its body's. */
function removeHeaders(response: NodeResponse): void {
  for (const name of response.getHeaderNames()) if (name !== 'set-cookie') response.removeHeader(name)
}

/** Node takes a status as a string, too. */
function statusIn(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : undefined
}

function callBack(args: readonly unknown[]): void {
  const callback = args.find((arg) => typeof arg === 'function')
  if (callback !== undefined) process.nextTick(callback)
}
