import type { MissingReason, Variable } from '../../shared/traceback.ts'
import { getOwnPropertyDescriptor, hasOwn, includes, isError, mapGet } from './intrinsics.ts'
import { createKeyReader } from './own-keys.ts'
import { ownData } from './value-kind.ts'

/**
 * The variables of a scope object of V8's. For a variable that has no value V8 puts a native accessor there, which throws
 * `ReferenceError: Cannot access 'x' from debugger`, both for what the optimiser dropped and for what is not initialised
 * yet (Node 24.21); who knows better says so in `reasons`, which win over everything.
 */
export function readScope(
  scope: object,
  limit: number,
  reasons: ReadonlyMap<string, MissingReason> | undefined,
  variable: (name: string, value: unknown, scope: object) => Variable,
): readonly Variable[] {
  const names = createKeyReader().all(scope)
  const variables: Variable[] = []
  for (let index = 0; index < names.length; index++) {
    const name = names[index]
    if (typeof name !== 'string') continue
    if (variables.length >= limit) {
      variables[variables.length] = { name: `… ${names.length - index} more`, missing: 'budget' }
      break
    }
    const reason = reasons === undefined ? undefined : mapGet(reasons, name)
    variables[variables.length] = reason === undefined ? read(scope, name, variable) : { name, missing: reason }
  }
  return variables
}

function read(
  scope: object,
  name: string,
  variable: (name: string, value: unknown, scope: object) => Variable,
): Variable {
  try {
    const descriptor = getOwnPropertyDescriptor(scope, name)
    if (descriptor === undefined) return { name, missing: 'uninitialised' }
    // An accessor is found on the object of a `with` statement, which is the app's.
    if (!hasOwn(descriptor, 'value')) return { name, missing: 'getter' }
    return variable(name, descriptor.value as unknown, scope)
  } catch (error) {
    return { name, missing: isFromDebugger(error) ? 'optimised-out' : 'uninitialised' }
  }
}

function isFromDebugger(error: unknown): boolean {
  const message = isError(error) ? ownData(error as object, 'message') : undefined
  return typeof message === 'string' && includes(message, 'from debugger')
}
