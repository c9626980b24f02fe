import {
  domExceptionMessage,
  domExceptionName,
  domExceptionPrototype,
  functionPrototype,
  getPrototypeOf,
} from './intrinsics.ts'
import { isAsyncFunction, isGeneratorFunction, symbolDescription } from './intrinsics.ts'
import type { PreviewContext } from './preview.ts'
import type { Redactor } from './redaction.ts'
import { cut, escapeControls } from './text-escape.ts'
import { classOf, inheritedData, inherits, nameOfFunction, ownData } from './value-kind.ts'

/** The class of a value, or a note where its prototypes name none; beside `usual`, as in `Cache [Map]`, where it is another. */
export function classLabel(value: object, usual: string): string {
  const found = classOf(value)
  if ('name' in found) return found.name === usual ? usual : `${escapeControls(found.name)} [${usual}]`
  return `[${usual}: ${found.chain === 'complex' ? 'unnamed' : found.chain} prototype]`
}

/** `Symbol(description)`, on one line. */
export function labelOfSymbol(symbol: symbol, redactor: Redactor | undefined): string {
  const description = cut(symbolDescription(symbol) ?? '', 60)
  return `Symbol(${escapeControls(redactor?.maskText(description) ?? description)})`
}

/** `[Function: total]`, `[AsyncFunction (anonymous)]`, `[class Item extends Base]`. */
export function previewFunction(target: () => unknown, type: 'function' | 'class'): string {
  const name = escapeControls(nameOfFunction(target))
  if (type === 'class') {
    const parent = getPrototypeOf(target) as object | null
    const parentName =
      typeof parent === 'function' && parent !== functionPrototype ? escapeControls(nameOfFunction(parent)) : ''
    return `[class ${name === '' ? '(anonymous)' : name}${parentName === '' ? '' : ` extends ${parentName}`}]`
  }
  const kind = isGeneratorFunction(target)
    ? isAsyncFunction(target)
      ? 'AsyncGeneratorFunction'
      : 'GeneratorFunction'
    : isAsyncFunction(target)
      ? 'AsyncFunction'
      : 'Function'
  return `[${kind}${name === '' ? ' (anonymous)' : `: ${name}`}]`
}

/** `TypeError: message`, in at most `room` characters. */
export function previewError(error: object, room: number, { redactor }: PreviewContext): string {
  const name = nameOfError(error)
  const message = messageOfError(error)
  if (message === undefined || message === '') return escapeControls(name)
  const seen = cut(message, room * 2 + 500)
  const text = `${escapeControls(name)}: ${escapeControls(redactor?.maskText(seen) ?? seen)}`
  return text.length > room ? `${cut(text, room - 1)}…` : text
}

/**
 * The name of an error: its own `name`, or the one its class was given, or else the name of the class. A class that does
 * not name its errors is better known by its own name than by the `Error` it inherits.
 */
export function nameOfError(error: object): string {
  if (inherits(error, domExceptionPrototype)) {
    try {
      return domExceptionName(error)
    } catch {
      return 'DOMException' // Only pretends to be one.
    }
  }
  const data = inheritedData(error, 'name')
  const found = classOf(error)
  const className = 'name' in found ? found.name : undefined
  if (data === undefined || typeof data.value !== 'string' || data.value === '') return className ?? 'Error'
  const inherited = data.holder !== error && data.holder !== getPrototypeOf(error)
  return cut(inherited && className !== undefined && className !== 'Object' ? className : data.value, 200)
}

/** The message, where it is data and a text. A getter is not called. */
export function messageOfError(error: object): string | undefined {
  if (inherits(error, domExceptionPrototype)) {
    try {
      return domExceptionMessage(error)
    } catch {
      return undefined // Only pretends to be one.
    }
  }
  const data = ownData(error, 'message') ?? inheritedData(error, 'message')?.value
  return typeof data === 'string' ? data : undefined
}
