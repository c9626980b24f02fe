import { exchangeFetch, peerOf } from './fetch-handler.ts'
import type { FetchHandler } from './fetch-handler.ts'
import { exchange } from './node-exchange.ts'
import type { NodeRequest, NodeResponse } from './node-exchange.ts'
import type { Surfacer } from './surfacer.ts'

export type NodeListener = (request: NodeRequest, response: NodeResponse, ...rest: unknown[]) => unknown

/** The same shape as what came in: a Node listener, a fetch handler, or an object with `fetch`. */
export function wrapHandler<Handler extends object>(surfacer: Surfacer, handler: Handler): Handler {
  if (typeof handler === 'function') return wrapFunction(surfacer, handler) as unknown as Handler
  return wrapObject(surfacer, handler)
}

/** Told apart by what arrives: a Node listener gets a response as its second argument. */
function wrapFunction(surfacer: Surfacer, handler: NodeListener): NodeListener {
  // A proxy, because an Express app is a function with methods that somebody may still call.
  return new Proxy(handler, {
    apply(target, self: unknown, [first, second, ...rest]: [unknown, unknown, ...unknown[]]): unknown {
      if (first instanceof Request) {
        const fetchHandler = target as unknown as FetchHandler
        return exchangeFetch(surfacer, first, peerOf(second), () =>
          Reflect.apply(fetchHandler, self, [first, second, ...rest]),
        )
      }
      return exchange(surfacer, first as NodeRequest, second as NodeResponse, (): unknown =>
        Reflect.apply(target, self, [first, second, ...rest]),
      )
    },
  })
}

function wrapObject<Handler extends object>(surfacer: Surfacer, handler: Handler): Handler {
  const bound = new Map<unknown, unknown>()
  return new Proxy(handler, {
    get(target, name) {
      // Methods run on the handler itself: classes with private fields would not accept a proxy.
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      let method = bound.get(value)
      if (method === undefined) {
        method = name === 'fetch' ? watchedFetch(surfacer, target, value as FetchHandler) : value.bind(target)
        bound.set(value, method)
      }
      return method
    },
  })
}

function watchedFetch(surfacer: Surfacer, target: object, fetch: FetchHandler): FetchHandler {
  return (request, ...rest) =>
    exchangeFetch(surfacer, request, peerOf(rest[0]), () => Reflect.apply(fetch, target, [request, ...rest]))
}
