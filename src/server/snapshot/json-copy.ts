import type { JsonCopy } from '../../shared/traceback.ts'
import { hidesBytes } from './buffer-rows.ts'
import { hidesElement, hidesMember } from './hidden-members.ts'
import * as intrinsics from './intrinsics.ts'
import { countElements, countPlaces, readMembers, type Member } from './member-list.ts'
import { shownKeys } from './node-classes.ts'
import { labelOfSymbol, messageOfError, nameOfError } from './object-label.ts'
import type { KeyReader } from './own-keys.ts'
import { previewOf, unbox } from './preview.ts'
import type { Redactor } from './redaction.ts'
import type { Slot } from './slots.ts'
import { cut } from './text-escape.ts'
import { typeOfValue, type ValueType } from './value-kind.ts'

interface CopyOptions {
  readonly keys: KeyReader
  readonly redactor: Redactor | undefined
}

interface Copying extends CopyOptions {
  /** The objects that this one is in. */
  readonly path: object[]
  readonly deadline: number
  /** Characters and values so far. */
  length: number
  values: number
  cut: boolean
}

/** Characters of one copy. */
const MAX_LENGTH = 2_000_000
const MAX_VALUES = 200_000
const MAX_DEPTH = 50
/** The app waits for as long as this. */
const MAX_MS = 1000
const MAX_STRING = 1_000_000
const MAX_BYTES = 100_000

/**
 * A value as JSON with two spaces of indentation, without running any of the app's code: what JSON has no form for is said
 * in a text in brackets (`"[undefined]"`, `"[circular]"`, `"[10n]"`, `"[Getter]"`).
 */
export function copyAsJson(value: unknown, options: CopyOptions): JsonCopy {
  const copying: Copying = {
    ...options,
    path: [],
    deadline: intrinsics.now() + MAX_MS,
    length: 0,
    values: 0,
    cut: false,
  }
  return { text: write(value, '', copying), cut: copying.cut }
}

function write(value: unknown, indent: string, copying: Copying): string {
  const text = writeAny(value, indent, copying)
  copying.values++
  return text
}

function leaf(text: string, copying: Copying): string {
  copying.length += text.length
  return text
}

function words(text: string, copying: Copying): string {
  return leaf(quote(`[${text}]`), copying)
}

/** `[10n]`; what is in brackets already, `[Function: total]`, needs no more of them. */
function inBrackets(text: string, copying: Copying): string {
  return text[0] === '[' && text[text.length - 1] === ']' ? leaf(quote(text), copying) : words(text, copying)
}

function writeAny(value: unknown, indent: string, copying: Copying): string {
  if (value === null) return leaf('null', copying)
  switch (typeof value) {
    case 'string':
      return writeString(value, copying)
    case 'boolean':
      return leaf(value ? 'true' : 'false', copying)
    case 'number': {
      if (value - value !== 0) return words(`${value}`, copying)
      const digits = intrinsics.numberToString(value, 10)
      return copying.redactor?.maskText(digits) === digits || copying.redactor === undefined
        ? leaf(digits, copying)
        : words('redacted', copying)
    }
    case 'undefined':
      return words('undefined', copying)
    case 'object':
    case 'function':
      try {
        return writeObject(value, indent, copying)
      } catch {
        return words('unreadable', copying)
      }
    default:
      return inBrackets(previewOf(value, copying), copying)
  }
}

function writeString(value: string, copying: Copying): string {
  const whole = value.length <= MAX_STRING && copying.length + value.length <= MAX_LENGTH
  if (!whole) copying.cut = true
  const text = whole ? value : cut(value, intrinsics.min(MAX_STRING, intrinsics.max(MAX_LENGTH - copying.length, 100)))
  return leaf(quote(copying.redactor?.maskText(text) ?? text), copying)
}

/** Kinds that are one text; others have members. */
function wordsFor(value: object, type: ValueType, copying: Copying): string | undefined {
  switch (type) {
    case 'date': {
      const time = intrinsics.dateTime(value)
      return time === time ? intrinsics.dateToIso(value) : 'Invalid Date'
    }
    case 'url': {
      const href = intrinsics.urlHref(value)
      return copying.redactor?.maskUrl(href) ?? href
    }
    case 'object':
    case 'array':
    case 'arguments':
    case 'map':
    case 'set':
    case 'error':
    case 'typedarray':
    case 'buffer':
    case 'module':
    case 'searchparams':
      return undefined
    default: {
      const text = previewOf(value, { ...copying, maxLength: 300 })
      return text[0] === '[' && text[text.length - 1] === ']' ? text : `[${text}]`
    }
  }
}

function writeObject(value: object, indent: string, copying: Copying): string {
  const type = typeOfValue(value)
  const inside = writeInside(value, type, indent, copying)
  if (inside !== undefined) return inside
  const text = wordsFor(value, type, copying)
  if (text !== undefined) return leaf(quote(text), copying)
  for (let index = 0; index < copying.path.length; index++) {
    if (copying.path[index] === value) return words('circular', copying)
  }
  if (type === 'buffer') return writeBytes(value, copying, 'Buffer')
  if (copying.path.length >= MAX_DEPTH || isFull(copying)) {
    copying.cut = true
    return words('not copied: there is too much', copying)
  }
  copying.path[copying.path.length] = value
  const depth = copying.path.length
  try {
    return writeMembers(value, type, indent, copying)
  } finally {
    copying.path.length = depth - 1
  }
}

/** Kinds that stand for another value: a boxed text, what a proxy is in front of, bytes of some memory. */
function writeInside(value: object, type: ValueType, indent: string, copying: Copying): string | undefined {
  if (type === 'boxed') return writeAny(unbox(value), indent, copying)
  if (type !== 'proxy' && type !== 'arraybuffer' && type !== 'dataview') return undefined
  const inside = copying.keys.slots(value, type).before[0]?.value
  if (typeof inside !== 'object' || inside === null) return undefined
  if (type !== 'proxy') return writeBytes(inside, copying, NAMES[type])
  if (copying.path.length >= MAX_DEPTH) return undefined
  // It counts as a level: proxies of proxies may go on for ever.
  copying.path[copying.path.length] = value
  const text = write(inside, indent, copying)
  copying.path.length--
  return text
}

const NAMES = { arraybuffer: 'ArrayBuffer', dataview: 'DataView' } as const

function isFull({ length, values, deadline }: Copying): boolean {
  return length > MAX_LENGTH || values > MAX_VALUES || intrinsics.now() > deadline
}

function writeMembers(value: object, type: ValueType, indent: string, copying: Copying): string {
  const { keys, redactor } = copying
  const elements = countElements(value, type)
  const isList = type === 'array' || type === 'arguments' || type === 'set' || type === 'typedarray'
  const isPairs = type === 'map' && !hasTextKeys(value, keys)
  const isData = dataKeys(value, type, keys)
  const inside = `${indent}  `
  let text = ''
  let next = 0
  const add = (part: string): void => {
    text += `${text === '' ? '' : ','}\n${inside}${part}`
    copying.length += inside.length + 2
  }
  if (type === 'error') writeHead(value, add, copying)
  const slots = keys.slots(value, type).before
  const repeats = !isList && !isPairs && hasSameNames(slots)
  const end = isList ? elements : countPlaces(value, type, keys)
  readMembers(value, type, keys, 0, end, (member, place) => {
    if (isFull(copying)) {
      copying.cut = true
      add(isList || isPairs ? quote(`[… ${end - place} more]`) : `"…": ${quote(`[${end - place} more]`)}`)
      return false
    }
    for (; isList && next < place; next++) add(words('empty', copying))
    next = place + 1
    const { key } = member
    if (member.kind === 'property' && isData !== undefined && !isData(key)) return true
    const same = member.kind === 'slot' && repeats ? sameName(slots, place - elements, key) : undefined
    if (same?.isFirst === false) return true
    const isHidden =
      'value' in member &&
      (hidesMember(value, key, member.value, redactor) ||
        (same !== undefined && hidesAny(value, key, same.values, redactor)) ||
        (type === 'array' && place < elements && hidesElement(value, place, elements, redactor)))
    const says = isHidden
      ? words('redacted', copying)
      : same === undefined
        ? writeMember(member, inside, copying)
        : write(same.values, inside, copying)
    if (says === undefined) return true
    if (isList) add(says)
    else if (isPairs && member.kind === 'entry') add(`[${write(key, inside, copying)}, ${says}]`)
    else if (!isPairs) add(`${quote(nameOf(key === HEADERS ? 'headers' : key, redactor))}: ${says}`)
    return true
  })
  const isArray = isList || isPairs
  if (text === '') return leaf(isArray ? '[]' : '{}', copying)
  return `${isArray ? '[' : '{'}${text}\n${indent}${isArray ? ']' : '}'}`
}

/** Of a message of Node's, where they are in a list and behind accessors. */
const HEADERS = '[[Headers]]'

/** Which of the keys of one of Node's own objects are the app's, or say something: the others lead into all of Node. */
function dataKeys(value: object, type: ValueType, keys: KeyReader): ((key: unknown) => boolean) | undefined {
  if (type !== 'object') return undefined
  const all = keys.all(value)
  const { first, rest } = shownKeys(value, all, keys.slots(value, type).isPlatform === true)
  if (rest === all) return undefined
  return (key) => isAmong(first, key) || isAmong(rest, key)
}

function isAmong(keys: readonly unknown[], key: unknown): boolean {
  for (let index = 0; index < keys.length; index++) if (keys[index] === key) return true
  return false
}

function hidesAny(holder: object, key: unknown, values: readonly unknown[], redactor: Redactor | undefined): boolean {
  for (let index = 0; index < values.length; index++) if (hidesMember(holder, key, values[index], redactor)) return true
  return false
}

/** `a=1&a=2`: what comes twice would be lost to whoever reads the JSON. */
function hasSameNames(slots: readonly Slot[]): boolean {
  const names = {}
  for (let index = 0; index < slots.length; index++) {
    const name = slots[index]?.name ?? ''
    if (intrinsics.hasOwn(names, name)) return true
    intrinsics.defineProperty(names, name, { __proto__: null, value: true } as PropertyDescriptor)
  }
  return false
}

/** All the values of a name that several slots have; undefined for any other. */
function sameName(
  slots: readonly Slot[],
  place: number,
  name: unknown,
): { readonly isFirst: boolean; readonly values: readonly unknown[] } | undefined {
  const values: unknown[] = []
  let first = -1
  for (let index = 0; index < slots.length; index++) {
    if (slots[index]?.name !== name) continue
    if (first < 0) first = index
    values[values.length] = slots[index]?.value
  }
  return values.length < 2 ? undefined : { isFirst: first === place, values }
}

/** What people know an error by is often inherited. */
function writeHead(error: object, add: (part: string) => void, copying: Copying): void {
  const { redactor } = copying
  const put = (key: string, text: string): void => {
    if (!intrinsics.hasOwn(error, key)) add(`"${key}": ${leaf(quote(redactor?.maskText(text) ?? text), copying)}`)
  }
  put('name', nameOfError(error))
  put('message', cut(messageOfError(error) ?? '', MAX_STRING))
}

/** Undefined for what is no part of the value's data: notes of the debugger's own, accessors of the class. */
function writeMember(member: Member, indent: string, copying: Copying): string | undefined {
  if (member.kind === 'inherited') return undefined
  const { key } = member
  if (member.kind === 'slot' && typeof key === 'string' && key !== HEADERS && intrinsics.startsWith(key, '[['))
    return undefined
  if ('value' in member) return write(member.value, indent, copying)
  return words(member.missing === 'getter' ? 'Getter' : 'not initialised', copying)
}

function hasTextKeys(map: object, keys: KeyReader): boolean {
  let only = true
  readMembers(map, 'map', keys, 0, countElements(map, 'map'), ({ key, kind }) => {
    only = kind !== 'entry' || typeof key === 'string'
    return only
  })
  return only
}

function nameOf(key: unknown, redactor: Redactor | undefined): string {
  if (typeof key === 'symbol') return `[${labelOfSymbol(key, redactor)}]`
  const name = typeof key === 'string' ? key : ''
  return redactor?.maskText(name) ?? name
}

function writeBytes(buffer: object, copying: Copying, label: string): string {
  const hidden = hidesBytes(buffer, copying.redactor)
  if (hidden !== undefined) return words('redacted', copying)
  const total = countElements(buffer, 'buffer')
  const taken = intrinsics.min(total, MAX_BYTES)
  if (taken < total) copying.cut = true
  const base64 = intrinsics.base64OfBytes(buffer, 0, taken)
  const more = taken < total ? `, "more": ${total - taken}` : ''
  return leaf(`{ "type": ${quote(label)}, "base64": "${base64}"${more} }`, copying)
}

/** `JSON.stringify` asks for a `toJSON` of strings, which an app may have put there. */
function quote(text: string): string {
  let result = '"'
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const code = intrinsics.charCodeAt(text, index)
    const isLone = code >= 0xd800 && code <= 0xdfff && !isPaired(text, index, code)
    if (code >= 32 && code !== 34 && code !== 92 && !isLone) continue
    const escape =
      code === 34 || code === 92
        ? `\\${intrinsics.slice(text, index, index + 1)}`
        : code === 10
          ? '\\n'
          : code === 9
            ? '\\t'
            : code === 13
              ? '\\r'
              : `\\u${intrinsics.padStart(intrinsics.numberToString(code, 16), 4, '0')}`
    result += intrinsics.slice(text, start, index) + escape
    start = index + 1
  }
  return `${result}${intrinsics.slice(text, start)}"`
}

function isPaired(text: string, index: number, code: number): boolean {
  const isHigh = code <= 0xdbff
  const at = isHigh ? index + 1 : index - 1
  if (at < 0 || at >= text.length) return false
  const other = intrinsics.charCodeAt(text, at)
  return isHigh ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other <= 0xdbff
}
