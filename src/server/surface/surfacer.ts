import type { Capture } from '../capture/index.ts'
import type { IncomingRequest } from './incoming-request.ts'
import type { Reply } from './reply-policy.ts'
import type { RequestContext, RequestContexts } from './request-context.ts'

/**
 * What the adapters of servers need of the debugger. An adapter tells of requests and failures; it never alters, wraps or
 * swallows an error.
 */
export interface Surfacer {
  readonly contexts: RequestContexts
  /** Starts to watch a request; undefined while nothing is armed. */
  /** Whether the debugger has to do with what becomes of a request. */
  admits(request: IncomingRequest): boolean
  begin(request: IncomingRequest): RequestContext
  end(context: RequestContext): void
  /** An error reached the outermost handler of the request. */
  failed(context: RequestContext, error: unknown, status: number): Surfaced | undefined
  /** A response of 500 or above is about to be written: surfaces the exception in play, if there is one. */
  failing(context: RequestContext, status: number): Surfaced | undefined
  /** An error that was printed while the response was under way. */
  late(context: RequestContext, capture: Capture): void
  /** An error outside every request. */
  outside(error: unknown, origin: ProcessEvent): void
  /** Whether the app itself has made arrangements for what no handler of a request catches. */
  appHandles(origin: ProcessEvent): boolean
  reply(context: RequestContext): Reply
  /** The traceback as a response, in the form that the reply names. The head is known at once. */
  render(context: RequestContext, surfaced: Surfaced, reply: Reply): RenderedReply
  /** Whether a request is the debugger's to answer. */
  owns(request: IncomingRequest): boolean
  serve(request: Request, incoming: IncomingRequest): Promise<Response>
  note(failure: unknown): void
}

export type ProcessEvent = 'uncaughtException' | 'unhandledRejection'

export interface Surfaced {
  readonly id: string
  /** Path of the traceback page. */
  readonly path: string
  readonly capture: Capture | undefined
}

export interface RenderedReply {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Promise<string>
}
