// The default import: a named one would not link on a Node that has no such function, where we only have to say so.
import nodeModule from 'node:module'

/** What `process.features.typescript` says: whether Node itself only blanks types out or also compiles enums and the like. */
export type TypeScriptMode = 'strip' | 'transform'

let warned = false

/**
 * TypeScript to JavaScript, as Node itself would do it while loading. Throws what Node throws for syntax it cannot strip.
 * Blanked types leave all positions as they were; `transform` moves them and, where there is a `url`, brings an inline
 * source map.
 */
export function stripTypes(source: string, url: string | undefined, mode: TypeScriptMode): string {
  const strip = (): string =>
    mode === 'strip'
      ? nodeModule.stripTypeScriptTypes(source)
      : nodeModule.stripTypeScriptTypes(source, {
          mode: 'transform',
          ...(url === undefined ? {} : { sourceMap: true, sourceUrl: url }),
        })
  if (warned) return strip()
  warned = true
  return withoutStripWarning(strip)
}

/**
 * Node warns once a process that `stripTypeScriptTypes` is experimental, and not when it strips types itself. The app did
 * not call it, so the app's log should not say so. Only this one warning is dropped, only during this one call.
 */
function withoutStripWarning<T>(run: () => T): T {
  const original = Object.getOwnPropertyDescriptor(process, 'emitWarning')
  if (original?.configurable !== true || typeof original.value !== 'function') return run()
  const emitWarning = original.value as (...args: readonly unknown[]) => unknown
  const filtered = (...args: readonly unknown[]): unknown => {
    const dropped = args[1] === 'ExperimentalWarning' && String(args[0]).includes('stripTypeScriptTypes')
    return dropped ? undefined : Reflect.apply(emitWarning, process, args)
  }
  Object.defineProperty(process, 'emitWarning', { ...original, value: filtered })
  try {
    return run()
  } finally {
    Object.defineProperty(process, 'emitWarning', original)
  }
}
