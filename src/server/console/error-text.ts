import { isProxy } from 'node:util/types'
import { dataValue } from './own-value.ts'
import { quietStack, trimStack } from './stack-text.ts'

export interface ErrorTextParts {
  /** A value that is no error. */
  readonly text: (value: unknown) => string
  /** The stack of the outermost one, where it has been read already. */
  readonly stack?: string
  /** What was typed. */
  readonly source?: string
  /** Where a script could not be parsed, `file:line:column`. */
  readonly placeOf?: (error: object) => string | undefined
}

/** Errors within one, all levels together, and properties of one. */
const MAX_ERRORS = 20
const MAX_PROPERTIES = 30
const MAX_DEPTH = 6
/** Characters of one error's stack, and of one property. */
const MAX_STACK = 20_000
const MAX_PROPERTY = 4000
/** Characters: copying more takes more than some 10 ms. */
export const LONGEST_READABLE = 10_000_000

/** An error as Node's REPL prints it, with its causes and what it carries. Runs no getter and no proxy's trap. */
export function errorText(error: object, parts: ErrorTextParts): string {
  let left = MAX_ERRORS
  const path: object[] = []
  const write = (one: object): string => {
    if (path.includes(one)) return '[Circular]'
    if (left-- <= 0 || path.length >= MAX_DEPTH) return `[${headOf(one)}]`
    path.push(one)
    const members = membersOf(one)
    path.pop()
    const head = stackOf(one, path.length === 0 ? parts : { ...parts, stack: '' })
    return members.length === 0 ? head : `${head} {\n${members.map((line) => `  ${indent(line)}`).join(',\n')}\n}`
  }
  const valueText = (value: unknown): string => {
    if (isErrorObject(value)) return write(value)
    return cut(parts.text(value), MAX_PROPERTY)
  }
  const membersOf = (one: object): readonly string[] => {
    const lines: string[] = []
    const keys = Object.keys(one).filter((key) => !HEADS.has(key) && !(key === 'name' && isInHead(one)))
    for (const key of keys.slice(0, MAX_PROPERTIES)) {
      const property = Object.getOwnPropertyDescriptor(one, key)
      // Of our own ones the sentence says it all.
      if (property === undefined || String(dataOf(property)).startsWith('INQUEST_')) continue
      const shown = 'value' in property ? valueText(property.value) : '[Getter]'
      lines.push(`${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(cut(key, 100))}: ${shown}`)
    }
    if (keys.length > MAX_PROPERTIES) lines.push(`… ${keys.length - MAX_PROPERTIES} more`)
    for (const key of ['cause', 'errors'] as const) {
      const property = Object.getOwnPropertyDescriptor(one, key)
      if (property === undefined || (key === 'errors' && property.enumerable === true)) continue
      const value: unknown = property.value
      const shown = !('value' in property)
        ? '[Getter]'
        : key === 'errors' && !isProxy(value) && Array.isArray(value)
          ? listText(value)
          : valueText(value)
      lines.push(`[${key}]: ${shown}`)
    }
    return lines
  }
  const listText = (list: readonly unknown[]): string => {
    const shown: string[] = []
    for (let index = 0; index < Math.min(list.length, MAX_ERRORS); index++)
      shown.push(indent(valueText(Object.getOwnPropertyDescriptor(list, index)?.value)))
    if (list.length > shown.length) shown.push(`… ${list.length - shown.length} more`)
    return shown.length === 0 ? '[]' : `[\n  ${shown.join(',\n  ')}\n]`
  }
  return write(error)
}

function dataOf({ value }: PropertyDescriptor): unknown {
  return typeof value === 'string' ? value : ''
}

/** Written elsewhere: in the head, or behind the others. */
const HEADS: ReadonlySet<string> = new Set(['stack', 'message', 'cause'])

function isInHead(error: object): boolean {
  const name = dataValue(error, 'name')
  return typeof name !== 'string' || quietStack(error).startsWith(name)
}

function stackOf(error: object, { source, placeOf, stack: known = '' }: ErrorTextParts): string {
  const message = dataValue(error, 'message')
  if (typeof message === 'string' && message.length > LONGEST_READABLE) return headOf(error)
  const whole = quietStack(error) || known
  if (whole === '') return headOf(error)
  // The frames stand behind the message, however long that is.
  const stack = cut(trimStack(cut(whole, 3 * MAX_STACK), source), MAX_STACK)
  const place = placeOf?.(error)
  return place === undefined || stack.startsWith(place.replace(/:\d+$/, '')) ? stack : `${place}\n${stack}`
}

function headOf(error: object): string {
  const [name, message] = [dataValue(error, 'name'), dataValue(error, 'message')]
  const head = typeof name === 'string' && name !== '' ? cut(name, 200) : 'Error'
  if (typeof message !== 'string' || message === '') return head
  return `${head}: ${message.length > LONGEST_READABLE ? `<${message.length} characters>` : cut(message, MAX_STACK)}`
}

export function isErrorObject(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && !isProxy(value) && Error.isError(value)
}

function indent(text: string): string {
  return text.replaceAll('\n', '\n  ')
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… ${text.length - length} more characters`
}
