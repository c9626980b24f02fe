import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import type { EventEmitter } from 'node:events'
import { exchange } from './node-exchange.ts'
import type { NodeRequest, NodeResponse } from './node-exchange.ts'
import type { Surfacer } from './surfacer.ts'

type Emit = (this: EventEmitter, event: string | symbol, ...args: unknown[]) => boolean

/**
 * Covers every server of `node:http`, `node:https` and `node:http2` without a change in the app: their `request` events
 * pass through the debugger. Returns what undoes it.
 */
export function coverNodeServers(surfacer: Surfacer): () => void {
  const prototypes = [http.Server.prototype, https.Server.prototype, ...http2Prototypes()]
  const undo = prototypes.map((prototype) => cover(prototype, surfacer))
  return () => {
    for (const step of undo) step()
  }
}

function cover(prototype: EventEmitter, surfacer: Surfacer): () => void {
  const emit = prototype.emit as Emit
  const own = Object.hasOwn(prototype, 'emit')
  const covered: Emit = function (event, ...args) {
    if (event !== 'request' && event !== 'checkContinue') return Reflect.apply(emit, this, [event, ...args])
    const [request, response] = args as [NodeRequest, NodeResponse]
    let heard = false
    exchange(surfacer, request, response, () => {
      if (dispatchesItself(this)) {
        heard = Reflect.apply(emit, this, [event, ...args])
        return undefined
      }
      const listeners = this.rawListeners(event)
      heard = listeners.length > 0
      return callAll(listeners, this, args)
    })
    return heard
  }
  Object.defineProperty(prototype, 'emit', { value: covered, configurable: true, writable: true, enumerable: false })
  return () => {
    if (own) Object.defineProperty(prototype, 'emit', { value: emit, configurable: true, writable: true })
    else Reflect.deleteProperty(prototype, 'emit')
  }
}

/** With `captureRejections` Node itself turns a listener's rejection into a response. */
function dispatchesItself(server: EventEmitter): boolean {
  return Object.getOwnPropertySymbols(server).some(
    (symbol) => symbol.description === 'kCapture' && Reflect.get(server, symbol) === true,
  )
}

/** As `emit` calls them, but for the promises: the rejection of any of them is the request's failure. */
function callAll(listeners: readonly unknown[], server: EventEmitter, args: readonly unknown[]): unknown {
  const results = listeners.map((listener): unknown => Reflect.apply(listener as () => unknown, server, args))
  return results.length === 1 ? results[0] : firstRejection(results)
}

function firstRejection(results: readonly unknown[]): unknown {
  const promises = results.filter((result) => result instanceof Promise)
  return promises.length === 0 ? undefined : Promise.all(promises)
}

/** The classes are not exported; a server that never listens has them. */
function http2Prototypes(): readonly EventEmitter[] {
  const plain = Object.getPrototypeOf(http2.createServer()) as EventEmitter
  const secure = Object.getPrototypeOf(http2.createSecureServer()) as EventEmitter
  return [plain, secure]
}
