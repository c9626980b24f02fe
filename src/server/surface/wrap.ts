import { enterApp } from './app-entry.ts'
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

/** Told apart by what arrives: a Node listener gets a response as its second argument, a fetch handler a `Request` first. */
function wrapFunction(surfacer: Surfacer, handler: NodeListener): NodeListener {
  const watched = new WeakMap<object, unknown>()
  const apply = (target: NodeListener, self: unknown, args: [NodeRequest, NodeResponse, ...unknown[]]): unknown => {
    const [first, second]: readonly unknown[] = args
    const enter = enterApp(apply, [target])
    const call = (): unknown => enter(self, args)[0]
    if (isNodeResponse(second)) {
      // With a `next` it is a part of another app, which answers for its failures.
      const isPart = typeof args[2] === 'function'
      return exchange(surfacer, first as NodeRequest, second, call, isPart)
    }
    if (!isRequest(first)) return call()
    return exchangeFetch(surfacer, first, peerOf(second), call as () => Response | Promise<Response>)
  }
  // A proxy, because an Express app is a function with methods that somebody may still call.
  return new Proxy(handler, {
    apply,
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      // By this Express and Connect call an app that is mounted in theirs.
      if (name !== 'handle' || typeof value !== 'function' || isFixed(target, name, false)) return value
      const method = watched.get(value) ?? new Proxy(value as NodeListener, { apply })
      watched.set(value, method)
      return method
    },
  })
}

// A server may put a class of its own in the place of the global one, before us or after.
const EarlyRequest = Request

function isRequest(value: unknown): value is Request {
  return value instanceof EarlyRequest || value instanceof Request
}

function isNodeResponse(value: unknown): value is NodeResponse {
  return typeof value === 'object' && value !== null && 'writeHead' in value && typeof value.writeHead === 'function'
}

function wrapObject<Handler extends object>(surfacer: Surfacer, handler: Handler): Handler {
  const watched = new WeakMap<object, unknown>()
  const methodOf = (name: string | symbol, value: (...args: unknown[]) => unknown): unknown => {
    const known = watched.get(value)
    if (known !== undefined) return known
    const method =
      name === 'fetch' ? watchedFetch(surfacer, handler, value as unknown as FetchHandler) : onHandler(value)
    watched.set(value, method)
    return method
  }
  // Methods run on the handler itself: classes with private fields would not accept a proxy.
  const onHandler = (method: (...args: unknown[]) => unknown): unknown =>
    new Proxy(method, {
      apply(target, self: unknown, args: unknown[]): unknown {
        const result: unknown = Reflect.apply(target, self === wrapped ? handler : self, args)
        return result === handler ? wrapped : result
      },
    })
  // A frozen property has to come out of a proxy as it is; the stand-in inherits it instead.
  const frozen = Object.getOwnPropertyDescriptor(handler, 'fetch')?.configurable === false
  const wrapped: Handler = new Proxy(frozen ? (Object.create(handler) as Handler) : handler, {
    get(_target, name) {
      const value: unknown = Reflect.get(handler, name, handler)
      return typeof value === 'function' && name !== 'constructor' && !isFixed(handler, name, frozen)
        ? methodOf(name, value as () => unknown)
        : value
    },
    set: (_target, name, value) => Reflect.set(handler, name, value, handler),
  })
  return wrapped
}

function isFixed(handler: object, name: string | symbol, stoodIn: boolean): boolean {
  const own = stoodIn ? undefined : Object.getOwnPropertyDescriptor(handler, name)
  return own?.configurable === false && own.writable === false
}

function watchedFetch(surfacer: Surfacer, target: object, fetch: FetchHandler): FetchHandler {
  return (...args) => {
    const call = (): Response | Promise<Response> => Reflect.apply(fetch, target, args)
    return isRequest(args[0]) ? exchangeFetch(surfacer, args[0], peerOf(args[1]), call) : call()
  }
}
