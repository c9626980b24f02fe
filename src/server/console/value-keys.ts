import { isMap, isProxy, isSet, isTypedArray } from 'node:util/types'
import { dataValue } from './own-value.ts'

/** A key as it is written in code, and where its value is. */
export interface ValueKey {
  readonly label: string
  readonly reading: () => PropertyDescriptor | undefined
}

export interface ValueKeys {
  readonly keys: readonly ValueKey[]
  /** Further ones that would fit. */
  readonly more: number
}

/** Entries that are looked at. */
const MAX_WALK = 100_000
const MAX_KEYS = 200
const NONE: ValueKeys = { keys: [], more: 0 }

const { entries: mapEntries } = Map.prototype
const { values: setValues } = Set.prototype
const lengthOfTyped = Object.getOwnPropertyDescriptor(Reflect.getPrototypeOf(Uint8Array.prototype) ?? {}, 'length')
  ?.get as () => number

/** What may stand between the brackets of `object[…]`. No getter and no trap is run. */
export function indexKeys(value: unknown, typed: string, quote: string | undefined): ValueKeys {
  if (typeof value !== 'object' && typeof value !== 'function') return NONE
  if (value === null || isProxy(value)) return NONE
  const length = isTypedArray(value)
    ? Reflect.apply(lengthOfTyped, value, [])
    : Array.isArray(value)
      ? dataValue(value, 'length')
      : undefined
  if (typeof length === 'number') return quote === undefined ? indexes(value, length, typed) : NONE
  const fitting = Object.getOwnPropertyNames(value).filter((name) => name.startsWith(typed))
  return {
    keys: fitting.slice(0, MAX_KEYS).map((name) => ({
      label: quoted(name, quote),
      reading: () => Object.getOwnPropertyDescriptor(value, name),
    })),
    more: Math.max(0, fitting.length - MAX_KEYS),
  }
}

/** The indexes that begin with `typed`, smallest first: 12, 120 … 129, 1200 … */
function indexes(value: object, length: number, typed: string): ValueKeys {
  if (typed !== '' && !/^(?:0|[1-9]\d*)$/.test(typed)) return NONE
  const keys: ValueKey[] = []
  let total = 0
  const collect = (from: number, to: number): void => {
    const end = Math.min(to, length)
    total += Math.max(0, end - from)
    for (let index = from; index < end && keys.length < MAX_KEYS; index++)
      keys.push({ label: String(index), reading: () => Object.getOwnPropertyDescriptor(value, String(index)) })
  }
  if (typed === '') collect(0, length)
  else if (typed === '0') collect(0, 1)
  else
    for (let width = 1, start = Number(typed); start * width < length; width *= 10)
      collect(start * width, (start + 1) * width)
  return { keys, more: total - keys.length }
}

/** What may stand in `map.get(…)` and `set.has(…)`: texts, numbers and the like, as others cannot be written down. */
export function entryKeys(value: unknown, typed: string, quote: string | undefined): ValueKeys {
  if (!isMap(value) && !isSet(value)) return NONE
  const keys: ValueKey[] = []
  let walked = 0
  let more = 0
  const entries: Iterable<unknown> = isMap(value)
    ? (Reflect.apply(mapEntries, value, []) as Iterable<unknown>)
    : (Reflect.apply(setValues, value, []) as Iterable<unknown>)
  for (const entry of entries) {
    if (++walked > MAX_WALK) break
    const [key, held] = isMap(value) ? (entry as readonly [unknown, unknown]) : [entry, entry]
    if (keys.length === MAX_KEYS) {
      if (typeof key === 'string' ? key.startsWith(typed) : labelOf(key, typed, quote) !== undefined) more++
      continue
    }
    const label = labelOf(key, typed, quote)
    if (label !== undefined) keys.push({ label, reading: () => ({ value: held }) })
  }
  return { keys, more }
}

function labelOf(key: unknown, typed: string, quote: string | undefined): string | undefined {
  if (typeof key === 'string') return key.startsWith(typed) && key.length < 500 ? quoted(key, quote) : undefined
  if (quote !== undefined || (typeof key !== 'number' && typeof key !== 'bigint' && typeof key !== 'boolean'))
    return undefined
  const text = typeof key === 'bigint' ? `${key}n` : String(key)
  return text.startsWith(typed) ? text : undefined
}

function quoted(text: string, quote = "'"): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`)
  return quote + escaped + quote
}
