import { AsyncLocalStorage } from 'node:async_hooks'
import type { Capture } from '../capture/index.ts'
import type { IncomingRequest } from './incoming-request.ts'

/** What is known of a request while it is being answered; follows it through its asynchronous calls. */
export interface RequestContext {
  readonly request: IncomingRequest
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** The exception thrown last in this request. */
  capture: Capture | undefined
  /** The error whose stack was read last in this request: what frameworks print before they answer for it. */
  printed: Error | undefined
  /** The parameters of the route when something was thrown last: Express takes them away again. */
  params: readonly (readonly [name: string, value: string])[] | undefined
  /** Id of the traceback that this request has become. */
  tracebackId: string | undefined
  /** Whether the response is beyond change. */
  hasBegun(): boolean
}

export interface RequestContexts {
  current(): RequestContext | undefined
  run<T>(context: RequestContext, work: () => T): T
}

export function createRequestContexts(): RequestContexts {
  const storage = new AsyncLocalStorage<RequestContext>({ name: 'inquest' })
  return {
    current: () => storage.getStore(),
    run: (context, work) => storage.run(context, work),
  }
}

export function openRequestContext(request: IncomingRequest): RequestContext {
  return {
    request,
    startedAt: Date.now(),
    capture: undefined,
    printed: undefined,
    params: undefined,
    tracebackId: undefined,
    hasBegun: () => false,
  }
}
