import type { Frame, MissingReason, Scope } from '../../shared/traceback.ts'
import type { CapturedScope, Entered, EntryRequest } from '../capture/index.ts'
import { defineValue } from './own-value.ts'

/** A frame's variables as they are now: an input may have assigned to them. */
export interface FrameVariables {
  scopes(): readonly VariableScope[]
  /** The variable that a name means in the frame; undefined where it is none of the frame's. */
  named(name: string): Reading | undefined
}

export interface VariableScope {
  readonly title: string
  readonly variables: readonly { readonly name: string; readonly reading: Reading }[]
}

export type Reading = { readonly value: unknown } | { readonly missing: MissingReason }

export interface FrameVariablesParts {
  readonly frame: Pick<Frame, 'scopes'>
  /** As V8 made them when the frame was captured. */
  readonly captured: readonly Pick<CapturedScope, 'kind' | 'variables'>[]
  readonly self: unknown
  enter(request: EntryRequest): Entered
}

const MAKE_MS = 1000
/** More than this are shown from the capture. */
const MAX_READ = 1000
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u

type Readers = ReadonlyMap<string, () => unknown>

/** Reading them runs none of the app's code: variables of a `with` are taken from the capture, as they may be accessors. */
export function createFrameVariables({ frame, captured, self, enter }: FrameVariablesParts): FrameVariables {
  const { scopes } = frame
  let readers: Readers | undefined
  const readersOf = (): Readers => (readers ??= makeReaders(scopes, enter))

  const scopesNow = (): readonly VariableScope[] => {
    const seen = new Set<string>()
    let place = 0
    return scopes.map((scope) => {
      const at = captured.findIndex((one, index) => index >= place && holds(one.variables, scope))
      if (at !== -1) place = at + 1
      const variables = scope.variables.map((variable) => {
        const { name, runningName = name } = variable
        const isHidden = seen.has(runningName)
        seen.add(runningName)
        if (name === 'this') return { name, reading: { value: self } }
        if ('missing' in variable && variable.missing === 'uninitialised')
          return { name, reading: { missing: variable.missing } }
        const read = isHidden || scope.kind === 'with' ? undefined : readersOf().get(runningName)
        return { name, reading: read === undefined ? capturedValue(captured[at], runningName) : readNow(read) }
      })
      return { title: titleOf(scope), variables }
    })
  }
  return {
    scopes: scopesNow,
    named(name) {
      for (const scope of scopes) {
        const variable = scope.variables.find((one) => one.name === name)
        if (variable === undefined) continue
        const read = scope.kind === 'with' ? undefined : readersOf().get(variable.runningName ?? name)
        return read === undefined ? undefined : readNow(read)
      }
      return undefined
    },
  }
}

/** As an object that can be opened: scopes with their variables. */
export function asObject(scopes: readonly VariableScope[]): object {
  const all = Object.create(null) as object
  for (const { title, variables } of scopes) {
    const scope = Object.create(null) as object
    for (const { name, reading } of variables) if ('value' in reading) defineValue(scope, name, reading.value, true)
    defineValue(all, unused(all, title), scope, true)
  }
  return all
}

function unused(object: object, name: string): string {
  let free = name
  for (let count = 2; Object.hasOwn(object, free); count++) free = `${name} ${count}`
  return free
}

function titleOf({ kind, name }: Scope): string {
  return name === undefined || name === '' ? kind : `${kind} ${name}`
}

function holds(variables: object, { variables: wanted }: Scope): boolean {
  return wanted.every(({ name, runningName = name }) => name === 'this' || Object.hasOwn(variables, runningName))
}

function readNow(read: () => unknown): Reading {
  try {
    return { value: read() }
  } catch {
    return { missing: 'uninitialised' }
  }
}

function capturedValue(scope: Pick<CapturedScope, 'variables'> | undefined, name: string): Reading {
  try {
    const found = scope && Object.getOwnPropertyDescriptor(scope.variables, name)
    if (found === undefined) return { missing: 'optimised-out' }
    return 'value' in found ? { value: found.value as unknown } : { missing: 'getter' }
  } catch {
    return { missing: 'optimised-out' }
  }
}

function makeReaders(scopes: readonly Scope[], enter: FrameVariablesParts['enter']): Readers {
  const running = scopes
    .filter(({ kind }) => kind !== 'with')
    .flatMap(({ variables }) => variables.map(({ name, runningName = name }) => runningName))
  const names = [...new Set(running)].filter((name) => name !== 'this' && IDENTIFIER.test(name)).slice(0, MAX_READ)
  // Functions of the frame, made without the console's scope in the way.
  const source = `[${names.map((name) => `() => ${name}`).join(',')}]`
  const made = names.length === 0 ? undefined : enter({ source, scratch: {}, peek: false, timeoutMs: MAKE_MS })
  const readers = made?.kind === 'value' && Array.isArray(made.value) ? (made.value as readonly (() => unknown)[]) : []
  return new Map(
    names.flatMap((name, index) => {
      const read = readers[index]
      return read === undefined ? [] : [[name, read]]
    }),
  )
}
