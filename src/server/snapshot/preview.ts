/** Values on one line, as Node's REPL prints them, shortened; no code of the app runs for it. */
import { previewContainer, previewMembers } from './container-preview.ts'
import type { EngineKnowledge } from './engine-knowledge.ts'
import { classLabel, labelOfSymbol, previewError, previewFunction } from './object-label.ts'
import * as intrinsics from './intrinsics.ts'
import { cut, escapeControls, quote, shorten } from './text-escape.ts'
import { indented, type LineLayout } from './line-layout.ts'
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
  /** Several lines, as Node's REPL has them, where one would be too long. */
  readonly layout?: LineLayout | undefined
  /** Remembers the keys of big objects between previews. */
  readonly keys?: KeyReader
  /** Where there are no `keys`: what V8 knows of promises, proxies and private fields. */
  readonly engine?: EngineKnowledge | undefined
}

/** The options with their defaults, and the way back into the preview for what is inside a container. */
export interface PreviewContext extends Required<PreviewOptions> {
  /** The objects that this one is in, outermost first, and which of them were met again inside themselves. */
  readonly path: object[]
  readonly circular: object[]
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
  const text = context.render(value, 0, context.maxLength)
  return context.layout === undefined ? shorten(text, context.maxLength) : text
}

function contextOf(options: PreviewOptions): PreviewContext {
  const context: PreviewContext = {
    maxLength: options.maxLength ?? 120,
    maxMembers: options.maxMembers ?? 5,
    maxString: options.maxString ?? 60,
    depth: options.depth ?? 1,
    redactor: options.redactor,
    engine: options.engine,
    layout: options.layout,
    keys: options.keys ?? createKeyReader(options.engine),
    path: [],
    circular: [],
    render: (value, level, room) => {
      const depth = context.path.length
      try {
        return typeof value === 'object' || typeof value === 'function'
          ? renderObject(value, level, room, context)
          : renderPrimitive(value, level, room, context)
      } catch (error) {
        context.path.length = depth
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
  const isFunction = type === 'function' || type === 'class'
  const carries = isFunction && context.layout !== undefined && context.keys.enumerable(value).length > 0
  const render = !carries && intrinsics.hasOwn(OPAQUE, type) ? OPAQUE[type] : undefined
  if (render !== undefined) return render(value, room, context)
  const { path, circular } = context
  if (placeOf(path, value) !== 0) return circularMark(value, circular)
  // As Node's REPL has it, whatever function or class it is.
  if (carries && level > context.depth) return '[Function]'
  path[path.length] = value
  const text = carries
    ? functionWithMore(value, type, level, room, context)
    : renderOpen(value, type, level, room, context)
  path.length--
  const mark = placeOf(circular, value)
  return mark === 0 ? text : `<ref *${mark}> ${text}`
}

function circularMark(value: object, circular: object[]): string {
  let mark = placeOf(circular, value)
  if (mark === 0) {
    circular[circular.length] = value
    mark = circular.length
  }
  return `[Circular *${mark}]`
}

/** From 1; 0 where it is not there. */
function placeOf(list: readonly object[], value: object): number {
  for (let index = 0; index < list.length; index++) if (list[index] === value) return index + 1
  return 0
}

/** Values that others may be inside of. */
function renderOpen(value: object, type: ValueType, level: number, room: number, context: PreviewContext): string {
  switch (type) {
    case 'proxy':
      return previewProxy(value, level, room, context)
    case 'promise':
      return previewPromise(value, level, room, context)
    case 'weakref':
      return previewWeakRef(value, level, room, context)
    case 'error':
      if (level > 0) return context.layout?.error(value) ?? `[${previewError(value, room - 2, context)}]`
      return previewErrorWithMore(value, room, context)
    default:
      return previewContainer(value, type, level, room, context)
  }
}

/** As the REPL has it: `Proxy [ target, handler ]`. */
function previewProxy(value: object, level: number, room: number, context: PreviewContext): string {
  const slots = level > context.depth ? [] : context.keys.slots(value, 'proxy').before
  const target = slots[0]
  const handler = slots[1]
  if (target === undefined || handler === undefined) return 'Proxy'
  if (target.value === null) return '<Revoked Proxy>'
  const inside = context.render(target.value, level + 1, intrinsics.max((room >> 1) + (room >> 2), 10))
  return `Proxy [ ${inside}, ${context.render(handler.value, level + 1, intrinsics.max(room - inside.length - 12, 10))} ]`
}

function previewPromise(value: object, level: number, room: number, context: PreviewContext): string {
  const label = classLabel(value, 'Promise')
  const slots = context.keys.slots(value, 'promise').before
  const state = slots[0]?.value
  if (typeof state !== 'string') return label
  const result = slots[1]
  if (result === undefined) return `${label} { <${state}> }`
  const mark = state === 'rejected' ? '<rejected> ' : ''
  const left = intrinsics.max(room - label.length - mark.length - 4, 10)
  return braced(label, mark + context.render(result.value, level + 1, left))
}

function previewWeakRef(value: object, level: number, room: number, context: PreviewContext): string {
  const label = classLabel(value, 'WeakRef')
  const target = context.keys.slots(value, 'weakref').before[0]
  if (target === undefined) return `${label} { <collected> }`
  return braced(label, context.render(target.value, level + 1, intrinsics.max(room - label.length - 4, 10)))
}

function braced(label: string, inside: string): string {
  return intrinsics.includes(inside, '\n') ? `${label} {\n  ${indented(inside)}\n}` : `${label} { ${inside} }`
}

/** A function with what it carries, where that is what was asked for. */
function functionWithMore(
  value: object,
  type: ValueType,
  level: number,
  room: number,
  context: PreviewContext,
): string {
  const text = previewFunction(value as () => unknown, type === 'class' ? 'class' : 'function')
  const more = previewMembers(value, type, level, room, context)
  return more === '' ? text : `${text} ${more}`
}

/** With what it carries beside name, message and stack: `Error: bad { code: 'E1', [cause]: [TypeError: x] }`. */
function previewErrorWithMore(value: object, room: number, context: PreviewContext): string {
  const text = previewError(value, room, context)
  const left = room - text.length - 1
  const more = left < 20 ? '' : previewMembers(value, 'error', 0, left, context)
  return more === '' || more.length > left ? text : `${text} ${more}`
}

/** Values that are shown as a whole, at any depth. */
const OPAQUE: Readonly<Partial<Record<ValueType, (value: object, room: number, context: PreviewContext) => string>>> = {
  function: (value) => previewFunction(value as () => unknown, 'function'),
  class: (value) => previewFunction(value as () => unknown, 'class'),
  date: previewDate,
  regexp: previewRegExp,
  boxed: previewBoxed,
  weakmap: (value) => `${classLabel(value, 'WeakMap')} { <items unknown> }`,
  weakset: (value) => `${classLabel(value, 'WeakSet')} { <items unknown> }`,
  generator: (value) => `Object [${inherits(value, intrinsics.asyncGeneratorPrototype) ? 'Async' : ''}Generator] {}`,
  iterator: (value) => (intrinsics.isMapIterator(value) ? '[Map Iterator]' : '[Set Iterator]'),
  external: () => '[External]',
  arraybuffer: previewArrayBuffer,
  dataview: (value) => `${classLabel(value, 'DataView')} { byteLength: ${intrinsics.dataViewLength(value)} }`,
  url: (value, room, context) => `${classLabel(value, 'URL')} ${renderUrl(intrinsics.urlHref(value), room, context)}`,
  searchparams: (value, room, context) => {
    const text = intrinsics.urlSearchParamsText(value)
    const label = classLabel(value, 'URLSearchParams')
    return text === '' ? `${label} {}` : `${label} ${renderUrl(`?${text}`, room, context)}`
  },
}

function previewDate(value: object): string {
  const time = intrinsics.dateTime(value)
  const text = time === time ? intrinsics.dateToIso(value) : 'Invalid Date'
  const label = classLabel(value, 'Date')
  return label === 'Date' ? text : `${label} ${text}`
}

function previewArrayBuffer(value: object, room: number, context: PreviewContext): string {
  const label = classLabel(value, intrinsics.isSharedArrayBuffer(value) ? 'SharedArrayBuffer' : 'ArrayBuffer')
  const length = `byteLength: ${intrinsics.arrayBufferLength(value)}`
  const bytes = context.keys.slots(value, 'arraybuffer').before[0]
  if (bytes === undefined) return `${label} { ${length} }`
  const contents = context.render(bytes.value, 1, intrinsics.max(room - label.length - length.length - 24, 20))
  return `${label} { [Uint8Contents]: <${intrinsics.slice(contents, '<Buffer '.length)}, ${length} }`
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

export function unbox(value: object): unknown {
  if (intrinsics.isNumberObject(value)) return intrinsics.numberOf(value)
  if (intrinsics.isStringObject(value)) return intrinsics.stringOf(value)
  if (intrinsics.isBooleanObject(value)) return intrinsics.booleanOf(value)
  return intrinsics.isSymbolObject(value) ? intrinsics.symbolOf(value) : intrinsics.bigintOf(value)
}

function reasonOf(error: unknown): string {
  const message = intrinsics.isError(error) ? ownData(error as object, 'message') : undefined
  return typeof message === 'string' ? escapeControls(cut(message, 60)) : 'no reason given'
}
