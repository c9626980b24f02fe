import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Capture } from '../capture/index.ts'
import type { Surfacer } from './surfacer.ts'

/** Node's own channel, which is told of the arguments. */
const CHANNEL = 'console.error'

const MAX_CAUSES = 10

const nextTurn = setImmediate

/**
 * Sees errors that are printed while a response is under way. A framework can answer with nothing else by then: Hono and
 * Koa print such an error, and leave the response as it is.
 */
export function watchPrintedErrors(surfacer: Surfacer): () => void {
  const onPrint = (printed: unknown): void => {
    const context = surfacer.contexts.current()
    const capture = context?.capture
    if (context === undefined || capture === undefined || context.tracebackId !== undefined) return
    if (!context.hasBegun() || !Array.isArray(printed) || !mentions(printed, capture)) return
    // Not now: this is in the middle of the app's own work.
    nextTurn(() => {
      surfacer.late(context, capture)
    })
  }
  subscribe(CHANNEL, onPrint)
  return () => {
    unsubscribe(CHANNEL, onPrint)
  }
}

/** The error itself, one that it is the cause of (frameworks wrap what they print), or a text with its message. */
function mentions(printed: readonly unknown[], { thrown }: Capture): boolean {
  const message = messageOf(thrown)
  return printed.some(
    (value) => isCausedBy(value, thrown) || (message !== '' && typeof value === 'string' && value.includes(message)),
  )
}

function isCausedBy(value: unknown, thrown: unknown): boolean {
  let error = value
  for (let depth = 0; depth < MAX_CAUSES; depth++) {
    if (error === thrown) return true
    if (!Error.isError(error)) return false
    error = Object.getOwnPropertyDescriptor(error, 'cause')?.value
  }
  return false
}

/** Without running code of the app's. */
function messageOf(thrown: unknown): string {
  if (!Error.isError(thrown)) return ''
  const value: unknown = Object.getOwnPropertyDescriptor(thrown, 'message')?.value
  return typeof value === 'string' ? value : ''
}
