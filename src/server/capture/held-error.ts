import type { CapturedFrame } from './capture.ts'

/**
 * The error that somebody on the stack holds in an argument or a variable: `next(err)`, `reply.send(err)`. Innermost
 * frame first; in a frame, the names that errors usually have come first. Reads data properties only.
 */
export function findHeldError(frames: readonly CapturedFrame[]): Error | undefined {
  for (const frame of frames) {
    for (const { kind, variables } of frame.scopes) {
      if (kind === 'module' || kind === 'closure') continue
      const error = errorAmong(variables)
      if (error !== undefined) return error
    }
  }
  return undefined
}

const USUAL_NAMES = ['err', 'error', 'e', 'ex', 'reason', 'exception', 'cause']

function errorAmong(variables: object): Error | undefined {
  const names = Object.getOwnPropertyNames(variables)
  for (const name of [...USUAL_NAMES.filter((usual) => names.includes(usual)), ...names]) {
    const value = dataOf(variables, name)
    if (Error.isError(value)) return value
  }
  return undefined
}

function dataOf(variables: object, name: string): unknown {
  try {
    return Object.getOwnPropertyDescriptor(variables, name)?.value
  } catch {
    return undefined // uninitialised or optimised out: V8 throws
  }
}
