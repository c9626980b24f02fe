import type { ValueView } from '../../shared/traceback.ts'

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
const WORD_VALUES = /^(?:true|false|null|undefined|NaN|-?Infinity)$/
/** What a member expression can start with as it is. */
const PLAIN = /^[\p{ID_Start}$_][\p{ID_Continue}$.[\]#]*$/u
/** Of the classes whose entries are got by name. */
const GOT_BY_NAME = /^(?:Headers|FormData|URLSearchParams) [{']/

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

const slotPath = (parent: string, name: string): string => {
  switch (name) {
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
  if (name.startsWith('[[')) return slotPath(parent, name)
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
    default:
      if (GOT_BY_NAME.test(view.preview)) return `${parent}.get(${quote(name)})`
      if (/^(?:0|[1-9]\d*)$/.test(name)) return `${parent}[${name}]`
      return IDENTIFIER.test(name) ? `${parent}.${name}` : `${parent}[${quote(name)}]`
  }
}
