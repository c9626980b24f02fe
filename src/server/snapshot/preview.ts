/** Values on one line, as Node's REPL prints them, shortened; no code of the app runs for it. */
import { previewContainer } from './container-preview.ts'
import { classLabel, labelOfSymbol, previewError, previewFunction } from './object-label.ts'
import * as intrinsics from './intrinsics.ts'
import { cut, escapeControls, quote, shorten } from './text-escape.ts'
import { createKeyReader, type KeyReader } from './own-keys.ts'
import { inherits, ownData, typeOfValue, type ValueType } from './value-kind.ts'
import type { Redactor } from './redaction.ts'

export interface PreviewOptions {
  /** Length of the whole line in characters; default 120. */
  readonly maxLength?: number
  /** Properties, elements or entries of one value; default 5. */
  readonly maxMembers?: number
  /** Characters of a string inside something else; default 60. A string on its own may fill the line. */
  readonly maxString?: number
  /** How deep values inside the value are shown; default 1: below that it is `[Object]`. */
  readonly depth?: number
  /** Absent: real values. */
  readonly redactor?: Redactor | undefined
  /** Remembers the keys of big objects between previews. */
  readonly keys?: KeyReader
  /** What V8 knows of a promise: nothing in the language tells it. */
  readonly promiseState?: ((promise: object) => 'pending' | 'fulfilled' | 'rejected' | undefined) | undefined
}

/** The options with their defaults, and the way back into the preview for what is inside a container. */
export interface PreviewContext extends Required<PreviewOptions> {
  /** Renders a value that is `level` containers deep in about `room` characters. */
  readonly render: (value: unknown, level: number, room: number) => string
}

const LONGEST_READABLE_BIGINT = 10n ** 308n
/**
 * Reading one character of a string that was put together by concatenation makes V8 copy all of it, so what is longer
 * than this is not read at all: 10 million characters take about 10 ms.
 */
export const LONGEST_READABLE_STRING = 10_000_000

/**
 * One line for any value: `{ id: 2, price: -1 }`, `Map(3) { 'tea' => 4, … 2 more }`, `[Function: total]`. Never throws:
 * what cannot be read gives `<unreadable: reason>`.
 */
export function previewOf(value: unknown, options: PreviewOptions = {}): string {
  const context = contextOf(options)
  return shorten(context.render(value, 0, context.maxLength), context.maxLength)
}

function contextOf(options: PreviewOptions): PreviewContext {
  const context: PreviewContext = {
    maxLength: options.maxLength ?? 120,
    maxMembers: options.maxMembers ?? 5,
    maxString: options.maxString ?? 60,
    depth: options.depth ?? 1,
    redactor: options.redactor,
    keys: options.keys ?? createKeyReader(),
    promiseState: options.promiseState,
    render: (value, level, room) => {
      try {
        return typeof value === 'object' || typeof value === 'function'
          ? renderObject(value, level, room, context)
          : renderPrimitive(value, level, room, context)
      } catch (error) {
        return `<unreadable: ${reasonOf(error)}>`
      }
    },
  }
  return context
}

function renderPrimitive(value: unknown, level: number, room: number, context: PreviewContext): string {
  if (typeof value === 'string') return renderString(value, level, room, context)
  if (typeof value === 'number') return maskNumber(intrinsics.isSame(value, -0) ? '-0' : `${value}`, context)
  if (typeof value === 'symbol') return labelOfSymbol(value, context.redactor)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value !== 'bigint') return 'undefined'
  return value > LONGEST_READABLE_BIGINT || value < -LONGEST_READABLE_BIGINT
    ? '<bigint of more than 308 digits>'
    : maskNumber(`${value}n`, context)
}

function renderString(value: string, level: number, room: number, context: PreviewContext): string {
  if (value.length > LONGEST_READABLE_STRING) return `<string of ${value.length} characters>`
  const limit = level === 0 ? room - 3 : intrinsics.max(intrinsics.min(context.maxString, room - 2), 1)
  // Some way beyond what is shown is looked at, so that a secret is recognised though its end is out of sight.
  const masked = context.redactor?.maskText(cut(value, limit * 2 + 500)) ?? value
  return quote(masked, limit)
}

function renderObject(value: object | null, level: number, room: number, context: PreviewContext): string {
  if (value === null) return 'null'
  const type = typeOfValue(value)
  if (type === 'proxy') return 'Proxy'
  if (type === 'error') {
    return level === 0 ? previewError(value, room, context) : `[${previewError(value, room - 2, context)}]`
  }
  const render = intrinsics.hasOwn(OPAQUE, type) ? OPAQUE[type] : undefined
  return render === undefined ? previewContainer(value, type, level, room, context) : render(value, room, context)
}

/** Values that are shown as a whole, at any depth. */
const OPAQUE: Readonly<Partial<Record<ValueType, (value: object, room: number, context: PreviewContext) => string>>> = {
  function: (value) => previewFunction(value as () => unknown, 'function'),
  class: (value) => previewFunction(value as () => unknown, 'class'),
  date: previewDate,
  regexp: previewRegExp,
  boxed: previewBoxed,
  promise: (value, _, { promiseState }) => {
    const state = promiseState?.(value)
    return classLabel(value, 'Promise') + (state === undefined ? '' : ` { <${state}> }`)
  },
  weakmap: (value) => `${classLabel(value, 'WeakMap')} { <items unknown> }`,
  weakset: (value) => `${classLabel(value, 'WeakSet')} { <items unknown> }`,
  weakref: (value) => `${classLabel(value, 'WeakRef')} { <target unknown> }`,
  generator: (value) => `Object [${inherits(value, intrinsics.asyncGeneratorPrototype) ? 'Async' : ''}Generator] {}`,
  iterator: (value) => (intrinsics.isMapIterator(value) ? '[Map Iterator]' : '[Set Iterator]'),
  external: () => '[External]',
  arraybuffer: (value) =>
    `${classLabel(value, intrinsics.isSharedArrayBuffer(value) ? 'SharedArrayBuffer' : 'ArrayBuffer')} { byteLength: ${intrinsics.arrayBufferLength(value)} }`,
  dataview: (value) => `${classLabel(value, 'DataView')} { byteLength: ${intrinsics.dataViewLength(value)} }`,
  url: (value, room, context) => `${classLabel(value, 'URL')} ${renderUrl(intrinsics.urlHref(value), room, context)}`,
  searchparams: (value, room, context) =>
    `${classLabel(value, 'URLSearchParams')} ${renderUrl(`?${intrinsics.urlSearchParamsText(value)}`, room, context)}`,
}

function previewDate(value: object): string {
  const time = intrinsics.dateTime(value)
  return time === time ? intrinsics.dateToIso(value) : 'Invalid Date'
}

function renderUrl(url: string, room: number, { redactor }: PreviewContext): string {
  const shown = cut(url, 2000)
  return quote(redactor?.maskUrl(shown) ?? shown, intrinsics.max(room - 20, 20))
}

/** A card number is one as a number, too. */
function maskNumber(digits: string, { redactor }: PreviewContext): string {
  return redactor === undefined || digits.length < 14 ? digits : redactor.maskText(digits)
}

function previewRegExp(value: object): string {
  let flags = ''
  for (let index = 0; index < intrinsics.regExpFlags.length; index++) {
    const flag = intrinsics.regExpFlags[index]
    if (flag?.[1](value) === true) flags += flag[0]
  }
  return `/${escapeControls(cut(intrinsics.regExpSource(value), 100))}/${flags}`
}

function previewBoxed(value: object, room: number, context: PreviewContext): string {
  const inside = context.render(unbox(value), 1, room - 12)
  const name = intrinsics.isNumberObject(value)
    ? 'Number'
    : intrinsics.isStringObject(value)
      ? 'String'
      : intrinsics.isBooleanObject(value)
        ? 'Boolean'
        : intrinsics.isSymbolObject(value)
          ? 'Symbol'
          : 'BigInt'
  return `[${name}: ${inside}]`
}

function unbox(value: object): unknown {
  if (intrinsics.isNumberObject(value)) return intrinsics.numberOf(value)
  if (intrinsics.isStringObject(value)) return intrinsics.stringOf(value)
  if (intrinsics.isBooleanObject(value)) return intrinsics.booleanOf(value)
  return intrinsics.isSymbolObject(value) ? intrinsics.symbolOf(value) : intrinsics.bigintOf(value)
}

function reasonOf(error: unknown): string {
  const message = intrinsics.isError(error) ? ownData(error as object, 'message') : undefined
  return typeof message === 'string' ? escapeControls(cut(message, 60)) : 'no reason given'
}
