import * as types from 'node:util/types'
import { trimPrinted } from './stack-text.ts'

/** Characters that one `copy` takes. */
const MAX_COPY = 1_000_000
/** Values within one: JSON of more would take the app's time. */
const MAX_VALUES = 200_000

/**
 * What `copy(x)` puts on the clipboard: a text as it is, anything else as JSON, with `toJSON` as anybody's JSON has it. Maps
 * become objects or pairs, sets and typed arrays lists, and what JSON has no form for becomes a text.
 * @throws {RangeError} where it is too much
 */
export function copyText(value: unknown, preview: (value: object) => string): string {
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
    const shown = types.isProxy(member) ? member : plain(member, preview)
    if (typeof shown === 'object') path.push(shown)
    return shown
  }
  // What stands on the path is what JSON goes into, and that is the plain form.
  return bounded(JSON.stringify(value, replace, 2))
}

/** Kinds that have nothing for JSON, which would make `{}` of them. */
const WITHOUT_JSON = [
  ...[types.isPromise, types.isWeakMap, types.isWeakSet, types.isAnyArrayBuffer, types.isDataView],
  ...[types.isRegExp, types.isGeneratorObject, types.isBigIntObject, types.isSymbolObject],
]

function plain(value: object, preview: (value: object) => string): object | string {
  if (types.isSet(value)) return [...value]
  if (types.isTypedArray(value) && !Buffer.isBuffer(value)) return Array.from<number | bigint>(value)
  if (WITHOUT_JSON.some((is) => is(value)) || value instanceof Blob) return preview(value)
  if (value instanceof URLSearchParams || value instanceof Headers || value instanceof FormData) return grouped(value)
  if (Error.isError(value)) return Object.assign({ name: value.name, message: value.message }, value)
  if (!types.isMap(value)) return value
  const entries = [...value]
  return entries.every(([key]) => typeof key === 'string') ? (Object.fromEntries(entries) as object) : entries
}

/** Names that come more than once have all their values. */
function grouped(entries: Iterable<[name: string, value: unknown]>): object {
  const all = Map.groupBy(entries, ([name]) => name)
  return Object.fromEntries(
    Array.from(all, ([name, pairs]) => [name, pairs.length === 1 ? pairs[0]?.[1] : pairs.map(([, value]) => value)]),
  )
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
