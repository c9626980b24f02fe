import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import { EventEmitter } from 'node:events'
import { enterApp, learnEmitSites } from './app-entry.ts'
import { exchange } from './node-exchange.ts'
import type { NodeRequest, NodeResponse } from './node-exchange.ts'
import type { Surfacer } from './surfacer.ts'

const PLAIN_EMIT = EventEmitter.prototype.emit as Emit

type Emit = (this: EventEmitter, event: string | symbol, ...args: unknown[]) => boolean

/**
 * Covers every server of `node:http`, `node:https` and `node:http2` without a change in the app: their `request` events
 * pass through the debugger. Returns what undoes it.
 */
export function coverNodeServers(surfacer: Surfacer): () => void {
  const prototypes = [http.Server.prototype, https.Server.prototype, ...http2Prototypes()]
  learnEmitSites()
  const undo = prototypes.map((prototype) => cover(prototype, surfacer))
  return () => {
    for (const step of undo) step()
  }
}

function cover(prototype: EventEmitter, surfacer: Surfacer): () => void {
  const own = Object.hasOwn(prototype, 'emit')
  const parent = Object.getPrototypeOf(prototype) as EventEmitter
  const before = prototype.emit as Emit
  // An inherited one is looked up anew each time: somebody may replace it later on.
  const inner = (): Emit => (own ? before : (parent.emit as Emit))
  // Nothing here iterates: all events of a server come through, whatever has become of the iterator of arrays.
  const covered: Emit = function (...all) {
    const emit = inner()
    const event = all[0]
    if (event !== 'request' && event !== 'checkContinue') return Reflect.apply(emit, this, all)
    const request = all[1] as NodeRequest
    const response = all[2] as NodeResponse
    let heard = true
    // Somebody else watches the events, too: their `emit` has to see this one, at the price of the promises.
    if (emit !== PLAIN_EMIT || dispatchesItself(this)) {
      const enter = enterApp(covered, [emit])
      exchange(surfacer, request, response, () => {
        heard = enter(this, all)[0] as boolean
      })
      return heard
    }
    const listeners = this.rawListeners(event)
    const enter = enterApp(covered, listeners, this)
    exchange(surfacer, request, response, () => {
      heard = listeners.length > 0
      const results = enter(this, all.slice(1))
      return results.length === 1 ? results[0] : firstRejection(results)
    })
    return heard
  }
  Object.defineProperty(prototype, 'emit', { value: covered, configurable: true, writable: true, enumerable: false })
  return () => {
    if (prototype.emit !== covered) return
    if (own) Object.defineProperty(prototype, 'emit', { value: before, configurable: true, writable: true })
    else Reflect.deleteProperty(prototype, 'emit')
  }
}

const dispatching = new WeakMap<EventEmitter, boolean>()

/** With `captureRejections` Node itself turns a listener's rejection into a response. Decided when the server is made. */
function dispatchesItself(server: EventEmitter): boolean {
  let known = dispatching.get(server)
  if (known === undefined) {
    known = Object.getOwnPropertySymbols(server).some(
      (symbol) => symbol.description === 'kCapture' && Reflect.get(server, symbol) === true,
    )
    dispatching.set(server, known)
  }
  return known
}

/** The rejection of any of them is the request's failure. */
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
