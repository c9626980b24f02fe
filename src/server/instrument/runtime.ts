import { delegate } from './delegate.ts'
import { handOver } from './hand-over.ts'
import { iterate } from './iterate.ts'
import { DELEGATE, HAND_OVER, ITERATE, SETTLE, WATCH } from './names.ts'
import { settle } from './settle.ts'
import { watch } from './watch.ts'

export { delegate, iterate, settle, watch }

/**
 * Defines the globals that rewritten modules call. Where another copy of us has defined them they stay: they do the
 * same. Returns a function that takes away what this call defined; modules rewritten by then no longer run.
 */
export function installRuntime(target: object = globalThis): () => void {
  const functions = {
    [SETTLE]: settle,
    [WATCH]: watch,
    [ITERATE]: iterate,
    [DELEGATE]: delegate,
    [HAND_OVER]: handOver,
  }
  if (Object.keys(functions).some((name) => Object.hasOwn(target, name))) return () => undefined
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(target, name, { value, enumerable: false, configurable: true, writable: false })
  }
  return () => {
    for (const name of Object.keys(functions)) Reflect.deleteProperty(target, name)
  }
}
