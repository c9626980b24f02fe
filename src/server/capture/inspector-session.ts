import inspector from 'node:inspector'
import type { Debugger, Runtime } from 'node:inspector'

/**
 * The one same-thread inspector session of the process. Everything is synchronous: on the same thread V8 answers a
 * message before `post` returns, also while it is paused. No port is ever opened.
 */
export interface InspectorSession {
  post<Result = unknown>(method: string, params?: object): Result
  onPaused(listener: (event: Debugger.PausedEventDataType) => void): void
  onScriptParsed(listener: (event: Debugger.ScriptParsedEventDataType) => void): void
  /** Of scripts that have a syntax error. */
  onScriptFailed(listener: (event: Debugger.ScriptFailedToParseEventDataType) => void): void
  close(): void
}

export type CallFrame = Debugger.CallFrame
export type Scope = Debugger.Scope
export type PausedEvent = Debugger.PausedEventDataType
export type RemoteObject = Runtime.RemoteObject
export type ExceptionDetails = Runtime.ExceptionDetails
export type CallArgument = Runtime.CallArgument

/** V8 refused or aborted an inspector command; `timeout` of an evaluation shows in this way, too. */
export class InspectorCommandError extends Error {
  readonly method: string
  constructor(method: string, cause: Error) {
    super(`${method}: ${cause.message}`, { cause })
    this.name = 'InspectorCommandError'
    this.method = method
  }
}

/** Throws what `inspector.Session#connect` throws, for instance where Node was built without the inspector. */
export function openInspectorSession(): InspectorSession {
  const session = new inspector.Session()
  session.connect()
  return {
    post<Result>(method: string, params: object = {}): Result {
      let failure = null as Error | null
      let answer: unknown
      const restore = withoutToJson()
      try {
        session.post(method, params, (error, result) => {
          failure = error
          answer = result
        })
      } finally {
        restore?.()
      }
      if (failure !== null) throw new InspectorCommandError(method, failure)
      return answer as Result
    },
    onPaused(listener) {
      session.on('Debugger.paused', (message) => {
        listener(message.params)
      })
    },
    onScriptParsed(listener) {
      session.on('Debugger.scriptParsed', (message) => {
        listener(message.params)
      })
    },
    onScriptFailed(listener) {
      session.on('Debugger.scriptFailedToParse', (message) => {
        listener(message.params)
      })
    },
    close: () => {
      session.disconnect()
    },
  }
}

/** The address of an attached or listening real debugger, if there is one. */
export function foreignDebuggerUrl(): string | undefined {
  return inspector.url()
}

/** Node makes JSON of a message, which a `toJSON` that somebody put on all objects would spoil. */
function withoutToJson(): (() => void) | undefined {
  if (!('toJSON' in Array.prototype)) return undefined // arrays inherit from objects
  const undo = [Object.prototype, Array.prototype].map((prototype) => {
    const spoiled = Reflect.getOwnPropertyDescriptor(prototype, 'toJSON')
    if (spoiled?.configurable !== true) return undefined
    Reflect.setPrototypeOf(spoiled, null)
    Reflect.deleteProperty(prototype, 'toJSON')
    return () => Reflect.defineProperty(prototype, 'toJSON', spoiled)
  })
  return () => {
    for (const step of undo) step?.()
  }
}
