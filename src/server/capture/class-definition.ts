import type { CapturedScope } from './capture.ts'
import type { CallFrame } from './inspector-session.ts'

/**
 * While a class is being defined, V8 (Node 24.21) takes the function around it to be inside the class's static
 * initialiser, and reads variables that closures captured from the wrong places. What it finds there may be an object of
 * its own, and already a `typeof` of that aborts the process. The same variables come once more, correctly, in a scope
 * further out. Code evaluated in such a frame would meet them, too.
 */
export const MIXED_UP = 'it is defining a class with static members, and V8 mixes up its variables meanwhile'

/** The frames that a static initialiser was called from. */
export function findDefiningFrames(callFrames: readonly CallFrame[]): ReadonlySet<CallFrame> {
  return new Set(callFrames.filter((_, index) => callFrames[index - 1]?.functionName === '<static_initializer>'))
}

/** Leaves out every scope with a name that comes again further out. Reads names only. */
export function soundScopes(scopes: readonly CapturedScope[]): readonly CapturedScope[] {
  const seen = new Set<string>()
  return scopes
    .toReversed()
    .flatMap((scope) => {
      if (scope.kind === 'module') return [scope]
      const names = Object.getOwnPropertyNames(scope.variables)
      const sound = !names.some((name) => seen.has(name))
      for (const name of names) seen.add(name)
      return sound ? [scope] : []
    })
    .reverse()
}
