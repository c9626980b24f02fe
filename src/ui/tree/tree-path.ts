import type { ValueView } from '../../shared/traceback.ts'

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
const WORD_VALUES = /^(?:true|false|null|undefined|NaN|-?Infinity)$/
/** What a member expression can start with as it is. */
const PLAIN = /^[\p{ID_Start}$_][\p{ID_Continue}$.[\]#]*$/u
/** Of the classes whose entries are got by name. */
const GOT_BY_NAME = /^(?:Headers|FormData|URLSearchParams) [{']/

const STREAM = { state: undefined }
const READER = { stream: undefined }
const DIGEST = { finalized: undefined }
/** By class, where a part that is told has another name in the language: what follows the object, or that there is none. */
const OTHERWISE: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  Timeout: { delay: '._idleTimeout', repeat: '._repeat', destroyed: '._destroyed', callback: '._onTimeout' },
  Immediate: { destroyed: '._destroyed', callback: '._onImmediate' },
  AsyncResource: { asyncId: '.asyncId()' },
  Dirent: { type: undefined },
  Hash: DIGEST,
  Hmac: DIGEST,
  ReadableStream: STREAM,
  WritableStream: STREAM,
  ReadableStreamDefaultReader: READER,
  ReadableStreamBYOBReader: READER,
  WritableStreamDefaultWriter: READER,
  AsyncLocalStorage: { defaultValue: undefined },
  PerformanceObserver: { type: undefined, entryTypes: undefined },
}

/** Undefined where it is a property like any other. */
const otherwise = (parent: string, preview: string, name: string): string | undefined => {
  const [label = ''] = /^[\w$.]+(?= \{)/.exec(preview) ?? []
  if (label.startsWith('Intl.') && label !== 'Intl.Locale') return `${parent}.resolvedOptions().${name}`
  const parts = Object.hasOwn(OTHERWISE, label) ? OTHERWISE[label] : undefined
  if (parts === undefined || !Object.hasOwn(parts, name)) return undefined
  return parts[name] === undefined ? `${parent}/* ${name} */` : `${parent}${parts[name]}`
}

const quote = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`

/** The way to a result of the console is the input that gave it. */
export const resultPath = (source: string): string => (PLAIN.test(source) ? source : `(${source})`)

const entryPath = (parent: string, name: string): string =>
  // A key that is an object, or is not shown as a whole: there is no way to write it down.
  /^['"`\d-]/.test(name) || WORD_VALUES.test(name)
    ? name.endsWith('…')
      ? `${parent}.get(/* ${name} */)`
      : `${parent}.get(${name})`
    : `${parent}.get(/* ${name.replaceAll('*/', '* /')} */)`

const slotPath = (parent: string, type: string, name: string): string => {
  switch (name) {
    case '[[Bytes]]':
      return type === 'dataview'
        ? `new Uint8Array(${parent}.buffer, ${parent}.byteOffset, ${parent}.byteLength)`
        : `new Uint8Array(${parent})`
    case '[[PromiseResult]]':
      return `(await ${parent})`
    case '[[WeakRefTarget]]':
      return `${parent}.deref()`
    case '[[Text]]':
      return `${parent}.toString()`
    case '[[Headers]]':
      return `${parent}.headers`
    default:
      return `${parent}/* ${name} */`
  }
}

/** The expression for something inside a value: `order.lines[0]`, `rates.get('EUR')`; in a comment what has none. */
export const childPath = (parent: string, view: Pick<ValueView, 'type' | 'preview'>, name: string): string => {
  if (name.startsWith('[[')) return slotPath(parent, view.type, name)
  if (name.startsWith('#')) return `${parent}.${name}`
  if (name.startsWith('Symbol(')) return `${parent}[${name}]`
  // Inside the pair that stands for an entry whose key is an object.
  if (parent.endsWith('*/)') && (name === 'key' || name === 'value')) {
    return name === 'value' ? parent : parent.replace(/\.get\(\/\*(.*)\*\/\)$/, '.keys()/*$1*/')
  }
  switch (view.type) {
    case 'map':
      return IDENTIFIER.test(name) && !WORD_VALUES.test(name) ? `${parent}.${name}` : entryPath(parent, name)
    case 'set':
      return /^\d+$/.test(name) ? `[...${parent}][${name}]` : `${parent}.${name}`
    case 'buffer':
      return `${parent}.subarray(0x${name.replace(/^0+(?=.)/, '')}, 0x${(parseInt(name, 16) + 16).toString(16)})`
    case 'searchparams':
      return `${parent}.get(${quote(name)})`
    case 'string':
      return `${parent}.slice(${name.replace('…', ', ')})`
    default: {
      if (GOT_BY_NAME.test(view.preview)) return `${parent}.get(${quote(name)})`
      const other = otherwise(parent, view.preview, name)
      if (other !== undefined) return other
      if (/^(?:0|[1-9]\d*)$/.test(name)) return `${parent}[${name}]`
      return IDENTIFIER.test(name) ? `${parent}.${name}` : `${parent}[${quote(name)}]`
    }
  }
}
