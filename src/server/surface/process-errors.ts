import type { Surfacer } from './surfacer.ts'

type Emit = (this: NodeJS.Process, event: string | symbol, ...args: unknown[]) => boolean

/**
 * Sees errors that reach the process, and changes nothing about what happens then. `uncaughtExceptionMonitor` is Node's
 * own hook for that; for unhandled rejections that the app handles itself there is none, so `process.emit` is watched.
 */
export function watchProcessErrors(surfacer: Surfacer): () => void {
  const onUncaught = (error: unknown, origin: 'uncaughtException' | 'unhandledRejection'): void => {
    surfacer.outside(error, origin)
  }
  process.on('uncaughtExceptionMonitor', onUncaught)
  const emit = process.emit as Emit
  const watched: Emit = function (event, ...args) {
    if (event === 'unhandledRejection' && process.listenerCount(event) > 0) surfacer.outside(args[0], event)
    return Reflect.apply(emit, this, [event, ...args])
  }
  process.emit = watched as typeof process.emit
  return () => {
    process.off('uncaughtExceptionMonitor', onUncaught)
    if ((process.emit as unknown) === watched) process.emit = emit as typeof process.emit
  }
}
