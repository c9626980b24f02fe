import type { Entered, EntryRequest } from '../capture/index.ts'
import type { TargetKind } from './assignment-targets.ts'
import type { Declared } from './declared-names.ts'
import type { FrameDeclarations } from './frame-declarations.ts'
import { isGlobal, namesInFrame } from './frame-names.ts'

/** Which names may be assigned to, and what is thrown by an assignment to the others. */
export interface TargetKinds {
  kindOf(name: string): TargetKind
  /** What an input declares takes the place of what was there. */
  declare(names: readonly Declared[]): void
  /** What a guarded target becomes: `target(…).value` is assigned to. */
  target(kind: TargetKind, name: string, read: () => unknown): Target
}

export interface Target {
  value: unknown
  /** What `delete` does with a name of sloppy code. */
  remove(): boolean
}

export interface TargetKindsParts {
  readonly scope: object
  enter(request: EntryRequest): Entered
  /** Read when a name is assigned to for the first time. */
  declarations?: (() => FrameDeclarations | undefined) | undefined
}

export function createTargetKinds({ scope, enter, declarations }: TargetKindsParts): TargetKinds {
  const constants = new Set<string>()
  return {
    kindOf(name) {
      const own = Object.getOwnPropertyDescriptor(scope, name)
      if (own?.enumerable === true) return constants.has(name) ? 'constant' : 'plain'
      const known = declarations?.()
      const found = known?.find(name)
      if (own !== undefined) return found?.binding === 'constant' && !found.isOutside ? 'constant' : 'plain'
      if (found?.binding === 'constant') return 'constant'
      if (found?.isOutside === false || isGlobal(name)) return 'plain'
      // V8 would make a global of it, in strict code, too.
      const mayBeMissing = found !== undefined || known?.isStrict === true
      return mayBeMissing && !namesInFrame(enter, [name]).has(name) ? 'undeclared' : 'plain'
    },
    declare(names) {
      for (const { name, constant } of names) {
        if (constant) constants.add(name)
        else constants.delete(name)
      }
    },
    target: (kind, name, read) => ({
      get value() {
        return read()
      },
      set value(value) {
        // The same input may have made it.
        if (kind === 'undeclared' && isGlobal(name)) Reflect.set(globalThis, name, value)
        else throw bare(errorOf(kind, name))
      },
      remove: () => (isGlobal(name) ? Reflect.deleteProperty(globalThis, name) : isUnknown(read)),
    }),
  }
}

function isUnknown(read: () => unknown): boolean {
  try {
    read()
    return false
  } catch (error) {
    return error instanceof ReferenceError && error.message.endsWith(' is not defined')
  }
}

function errorOf(kind: TargetKind, name: string): Error {
  return kind === 'constant'
    ? new TypeError('Assignment to constant variable.')
    : new ReferenceError(`${name} is not defined`)
}

/** All of its stack would be the debugger's own. */
function bare(error: Error): Error {
  error.stack = `${error.name}: ${error.message}`
  return error
}
