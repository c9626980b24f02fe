import type { ErrorChainLink, Frame, TracedError, Variable } from '../../shared/traceback.ts'
import {
  aggregateErrorPrototype,
  domExceptionPrototype,
  errorPrototype,
  isArray,
  isError,
  isProxy,
  min,
  slice,
} from './intrinsics.ts'
import { MAX_STACK, readProperty, readStack } from './member-list.ts'
import { labelOfSymbol, messageOfError, nameOfError } from './object-label.ts'
import { createKeyReader } from './own-keys.ts'
import { previewOf } from './preview.ts'
import { cut } from './text-escape.ts'
import { classOf, inherits, ownData } from './value-kind.ts'
import type { ValueTable } from './value-table.ts'

/** What was thrown, as data, and what it names as its causes, as it is. */
export interface ErrorDescription {
  readonly name: string
  readonly message: string
  readonly stack: string
  readonly properties: readonly Variable[]
  readonly causes: readonly Cause[]
}

export interface Cause {
  readonly relation: 'cause' | 'member'
  readonly thrown: unknown
}

/** Members of one AggregateError that are described. */
const MAX_MEMBERS = 20
/** Errors of one traceback, the first included. */
const MAX_CHAIN = 30
const MAX_MESSAGE = 10_000
const MAX_PROPERTIES = 50
const UNCAUGHT = 'Uncaught value'

/**
 * Describes anything that can be thrown, a proxy or `undefined` too. Never throws. Runs no code of the app but an
 * `Error.prepareStackTrace` of its own, through the engine's `stack` getter.
 */
export function describeError(thrown: unknown, table: ValueTable): ErrorDescription {
  const mask = (text: string): string => table.redactor?.maskText(text) ?? text
  try {
    if (typeof thrown !== 'object' || thrown === null || isProxy(thrown) || !isErrorLike(thrown)) {
      return describeOther(thrown, table, mask)
    }
    const name = mask(nameOfError(thrown))
    const message = mask(cut(textOfMessage(thrown, table), MAX_MESSAGE))
    const stack = stackOf(thrown)
    const causes = causesOf(thrown)
    return {
      name,
      message,
      stack: stack === undefined ? headline(name, message) : mask(slice(stack, 0, MAX_STACK)),
      properties: propertiesOf(thrown, table, causes),
      causes,
    }
  } catch {
    return { name: UNCAUGHT, message: '<unreadable>', stack: `${UNCAUGHT}: <unreadable>`, properties: [], causes: [] }
  }
}

/**
 * The whole chain as it stands in a traceback: at most 30 errors, each object once. `framesOf` gives the frames of an
 * error in the chain (not asked for the first).
 */
export function describeErrorChain(
  thrown: unknown,
  table: ValueTable,
  framesOf: (thrown: unknown) => readonly Frame[],
): TracedError {
  const seen: unknown[] = []
  let left = MAX_CHAIN

  const describe = (current: unknown): TracedError => {
    left--
    if (typeof current === 'object' && current !== null) seen[seen.length] = current
    const { causes, ...description } = describeError(current, table)
    const links: ErrorChainLink[] = []
    for (let index = 0; index < causes.length && left > 0; index++) {
      const cause = causes[index]
      if (cause === undefined || contains(seen, cause.thrown)) continue
      links[links.length] = { relation: cause.relation, error: describe(cause.thrown), frames: framesOf(cause.thrown) }
    }
    return { ...description, causes: links }
  }
  return describe(thrown)
}

/** Errors, and what takes the part of one: objects with a text for a message and a stack or a name. */
function isErrorLike(thrown: object): boolean {
  if (isError(thrown) || inherits(thrown, domExceptionPrototype)) return true
  if (messageOfError(thrown) === undefined) return false
  return typeof ownData(thrown, 'stack') === 'string' || typeof ownData(thrown, 'name') === 'string' || isHeir(thrown)
}

/** Made with `Object.create(Error.prototype)` or `Object.setPrototypeOf`, as some libraries do. */
function isHeir(thrown: object): boolean {
  return inherits(thrown, errorPrototype)
}

function describeOther(thrown: unknown, table: ValueTable, mask: (text: string) => string): ErrorDescription {
  const options = { redactor: table.redactor, maxLength: 300 }
  const isObject = typeof thrown === 'object' && thrown !== null && !isProxy(thrown)
  const message = typeof thrown === 'string' ? mask(cut(thrown, MAX_MESSAGE)) : previewOf(thrown, options)
  const found = isObject ? classOf(thrown) : { chain: 'null' as const }
  const name =
    'name' in found && found.name !== 'Object' && found.name !== 'Array' ? `Uncaught ${cut(found.name, 60)}` : UNCAUGHT
  const stack = isObject ? stackOf(thrown) : undefined
  return {
    name,
    message,
    stack: stack === undefined ? headline(name, message) : mask(stack),
    properties: isObject ? propertiesOf(thrown, table, undefined) : [],
    causes: [],
  }
}

/** The stack as the app would log it; an own text of the app's first, then what V8 holds. No getter of the app runs. */
function stackOf(thrown: object): string | undefined {
  const own = ownData(thrown, 'stack')
  if (typeof own === 'string') return slice(own, 0, MAX_STACK)
  return readStack(thrown)
}

function headline(name: string, message: string): string {
  return message === '' ? name : `${name}: ${message}`
}

/** The message; where it is data but no text, what it looks like. */
function textOfMessage(error: object, { redactor }: ValueTable): string {
  const own = ownData(error, 'message')
  return own === undefined || typeof own === 'string' ? (messageOfError(error) ?? '') : previewOf(own, { redactor })
}

/** All own properties but those that are shown elsewhere. `causes`: of an error; absent for other values. */
function propertiesOf(thrown: object, table: ValueTable, causes: readonly Cause[] | undefined): readonly Variable[] {
  const properties: Variable[] = []
  const keys = createKeyReader().all(thrown)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]
    if (key === undefined || key === 'stack' || (causes !== undefined && hasOwnPlace(thrown, key, causes))) continue
    const name = typeof key === 'symbol' ? labelOfSymbol(key, table.redactor) : cut(key, 300)
    if (properties.length >= MAX_PROPERTIES) {
      properties[properties.length] = { name: '…', missing: 'budget' }
      break
    }
    const read = readProperty(thrown, key)
    properties[properties.length] =
      'missing' in read ? { name, missing: read.missing } : table.variable(name, read.value, thrown)
  }
  return properties
}

/** Name and message head the traceback, causes and members are its chain. */
function hasOwnPlace(error: object, key: string | symbol, causes: readonly Cause[]): boolean {
  const value = ownData(error, key)
  if (key === 'name') return typeof value === 'string'
  if (key === 'message') return value !== undefined
  if (key === 'cause') return value !== undefined
  if (key !== 'errors') return false
  let members = 0
  for (let index = 0; index < causes.length; index++) if (causes[index]?.relation === 'member') members++
  return members > 0 && members === lengthOf(value)
}

/** `cause`, then the members. Both are own data of an error; an accessor there is not called. */
function causesOf(error: object): readonly Cause[] {
  const causes: Cause[] = []
  const cause = ownData(error, 'cause')
  if (cause !== undefined) causes[0] = { relation: 'cause', thrown: cause }
  const errors = ownData(error, 'errors')
  const total = min(lengthOf(errors), MAX_MEMBERS)
  // Validation libraries keep plain objects in a property of this name: those are no errors.
  const isAggregate = inherits(error, aggregateErrorPrototype)
  for (let index = 0; index < total; index++) {
    const member = ownData(errors as object, `${index}`)
    if (isAggregate || isError(member)) causes[causes.length] = { relation: 'member', thrown: member }
  }
  return causes
}

/** The length of an array, 0 for anything else. */
function lengthOf(list: unknown): number {
  if (typeof list !== 'object' || list === null || isProxy(list) || !isArray(list)) return 0
  return list.length
}

function contains(list: readonly unknown[], value: unknown): boolean {
  for (let index = 0; index < list.length; index++) if (list[index] === value) return true
  return false
}
