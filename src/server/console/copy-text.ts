import { isMap, isProxy, isSet } from 'node:util/types'
import { trimPrinted } from './stack-text.ts'

/** Characters that one `copy` takes. */
const MAX_COPY = 1_000_000
/** Values within one: JSON of more would take the app's time. */
const MAX_VALUES = 200_000

/**
 * What `copy(x)` puts on the clipboard: a text as it is, anything else as JSON, with `toJSON` as anybody's JSON has it. Maps
 * become objects or pairs, sets become lists, and what JSON has no form for becomes a text.
 * @throws {RangeError} where it is too much
 */
export function copyText(value: unknown): string {
  if (typeof value === 'string') return bounded(value)
  if (typeof value === 'function') return bounded(Function.prototype.toString.call(value))
  if (typeof value !== 'object' || value === null) return `${String(value)}${typeof value === 'bigint' ? 'n' : ''}`
  if (Error.isError(value) && typeof value.stack === 'string') return bounded(trimPrinted(value.stack))
  const path: unknown[] = []
  let values = 0
  let length = 0
  const replace = function (this: unknown, _key: string, member: unknown): unknown {
    while (path.length > 0 && path.at(-1) !== this) path.pop()
    length += typeof member === 'string' ? member.length : 1
    if (++values > MAX_VALUES || length > MAX_COPY) throw tooMuch()
    switch (typeof member) {
      case 'bigint':
        return `${member}n`
      case 'function':
      case 'symbol':
        return `[${typeof member}]`
      case 'object':
        break
      default:
        return member
    }
    if (member === null) return null
    if (path.includes(member)) return '[circular]'
    const shown = isProxy(member) ? member : plain(member)
    path.push(shown)
    return shown
  }
  // What stands on the path is what JSON goes into, and that is the plain form.
  return bounded(JSON.stringify(value, replace, 2))
}

function plain(value: object): object {
  if (isSet(value)) return [...value]
  if (Error.isError(value)) return Object.assign({ name: value.name, message: value.message }, value)
  if (!isMap(value)) return value
  const entries = [...value]
  return entries.every(([key]) => typeof key === 'string') ? (Object.fromEntries(entries) as object) : entries
}

function bounded(text: string): string {
  if (text.length > MAX_COPY) throw tooMuch()
  return text
}

function tooMuch(): RangeError {
  return new RangeError(
    `This is too much to copy: more than ${MAX_COPY} characters or ${MAX_VALUES} values. Copy a part`,
  )
}
