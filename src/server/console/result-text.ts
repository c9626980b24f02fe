import { inspect } from 'node:util'
import { isProxy } from 'node:util/types'
import { errorText, isErrorObject, LONGEST_READABLE } from './error-text.ts'
import type { ErrorTextParts } from './error-text.ts'
import { dataValue, isObject } from './own-value.ts'
import { trimStack } from './stack-text.ts'
import { limited } from './time-limit.ts'

/** Characters of a result that go to a terminal. */
const MAX_TEXT = 20_000

/** `inspect` has no limit for properties: 100,000 take a tenth of a second. */
const MAX_KEYS = 10_000

/** Milliseconds for what a value or an error says of itself: a name, a tag or a stack may be anybody's getter. */
const SAYING_MS = 500

/** A value as Node's REPL prints it: several lines, getters not run, proxies not entered. */
export function textOf(value: unknown): string {
  // Reading one character of a text that was put together makes V8 copy all of it.
  if (typeof value === 'string' && value.length > LONGEST_READABLE) return `<string of ${value.length} characters>`
  // What is no object says nothing of its own.
  if (!isObject(value)) return printed(value)
  const text = limited(() => printed(value), SAYING_MS)
  return text.kind === 'value' ? text.value : '<unreadable: it takes too long>'
}

function printed(value: unknown): string {
  try {
    const keys = countKeys(value)
    const text = inspect(value, {
      __proto__: null,
      depth: keys > MAX_KEYS ? -1 : 2,
      maxArrayLength: 100,
      maxStringLength: 10_000,
      breakLength: 80,
      compact: 3,
      customInspect: false,
      showProxy: true,
      getters: false,
    } as Parameters<typeof inspect>[1])
    return shorten(keys > MAX_KEYS ? `${text} with ${keys} properties` : text)
  } catch (failure) {
    return `<unreadable: ${messageOf(failure)}>`
  }
}

/** Of what `inspect` prints in full length; of arrays and the like it leaves most out by itself. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null || isProxy(value)) return 0
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 0
  return Object.keys(value).length
}

export function shorten(text: string): string {
  if (text.length > LONGEST_READABLE) return `<${text.length} characters>`
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}\n… ${text.length - MAX_TEXT} more characters`
}

/** What an error says of itself, as far as it can be read without harm: its properties may be anybody's getters. */
export function describeThrown(error: Error): { name: string; message: string; stack: string } {
  const described = limited(() => describeAloud(error), SAYING_MS)
  return described.kind === 'value' ? described.value : describeQuietly(error)
}

function describeAloud(error: Error): { name: string; message: string; stack: string } {
  const name = readText(error, 'name')
  const message = messageOf(error)
  // The stack has the message in it.
  const stack = message.length > LONGEST_READABLE ? '' : trimStack(shorten(readText(error, 'stack')))
  return { name: name === '' ? 'Error' : shorten(name), message: shorten(message), stack }
}

/** As `describeThrown`, of what can be read without running anything. */
export function describeQuietly(error: Error): { name: string; message: string; stack: string } {
  const [name, message] = [dataValue(error, 'name'), dataValue(error, 'message')]
  return {
    name: typeof name === 'string' ? shorten(name) : 'Error',
    message: typeof message === 'string' ? shorten(message) : '',
    stack: '',
  }
}

/** What was thrown as a terminal shows it. `text`: of a value that is no error; what is inside of one is only named without. */
export function uncaughtText(error: unknown, parts: Partial<ErrorTextParts> = {}): string {
  if (!isErrorObject(error)) return parts.text?.(error) ?? textOf(error)
  const named = (value: unknown): string => (isObject(value) ? `[${typeof value}]` : textOf(value))
  return shorten(errorText(error, { text: named, ...parts }))
}

export function messageOf(thrown: unknown): string {
  try {
    // Whatever stands there: not everybody puts a text.
    return String(Error.isError(thrown) ? thrown.message : thrown)
  } catch {
    return 'no message'
  }
}

function readText(error: Error, key: 'name' | 'stack'): string {
  try {
    const value: unknown = error[key]
    return typeof value === 'string' ? value : ''
  } catch {
    return ''
  }
}
