import { isProxy } from 'node:util/types'
import { MISSING_WORDS, nameOfPrototype, section } from './dump-text.ts'
import type { Describe } from './dump-text.ts'
import { signatureOf } from './function-signature.ts'

/** Where a function is written. */
export interface FunctionPlace {
  /** A path, or a URL. 1-based. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** The comment above it, without its marks. */
  readonly comment?: string
}

/** A word of the console, and what it is for. */
export interface HelperWord {
  readonly name: string
  readonly usage: string
  readonly says: string
}

const MAX_MEMBERS = 100

/** `words`: those the frame has no variable for; `hidden`: the others. */
export function helpOfConsole(words: readonly HelperWord[], hidden: readonly string[]): string {
  const width = Math.max(...words.map(({ usage }) => usage.length))
  return [
    'JavaScript or TypeScript, in the scope of this frame. What is declared stays; assignments change the frame’s own',
    'variables; await, import and require work as in its file. Tab completes.',
    '',
    ...words.map(({ usage, says }) => `  ${usage.padEnd(width)}  ${says}`),
    ...(hidden.length === 0 ? [] : ['', `Not offered, as this app has its own: ${hidden.join(', ')}.`]),
  ].join('\n')
}

/** What a value is and how it is used. `place` is that of a function. */
export function helpOfValue(value: unknown, describe: Describe, place: FunctionPlace | undefined): string {
  if (isProxy(value)) return 'A Proxy: what it is like only its handler knows, and that would have to be asked.'
  switch (typeof value) {
    case 'function':
      return helpOfFunction(value as () => unknown, place)
    case 'object':
      if (value !== null) return helpOfObject(value, describe)
      break
    default:
  }
  return helpOfPrimitive(value, describe)
}

function helpOfFunction(fn: () => unknown, place: FunctionPlace | undefined): string {
  const { head, members, isNative } = signatureOf(fn)
  const written = isNative
    ? 'built in'
    : place === undefined
      ? undefined
      : `at ${place.file}:${place.line}:${place.column}`
  const lines = [head, ...(written === undefined ? [] : [`  ${written}`])]
  if (place?.comment !== undefined) lines.push('', ...place.comment.split('\n').map((line) => `  ${line}`.trimEnd()))
  if (members.length > 0) {
    const [constructors, others] = [members.filter(isConstructor), members.filter((one) => !isConstructor(one))]
    lines.push(
      '',
      ...constructors.map(({ text }) => `  ${text}`),
      ...others.slice(0, MAX_MEMBERS).map(({ text }) => `  ${text}`),
    )
    if (others.length > MAX_MEMBERS) lines.push(`  … ${others.length - MAX_MEMBERS} more`)
  }
  return lines.join('\n')
}

function isConstructor({ kind }: { readonly kind: string }): boolean {
  return kind === 'constructor'
}

function helpOfObject(value: object, describe: Describe): string {
  const { type, size, ref } = describe.view(value)
  const prototype = Object.getPrototypeOf(value) as object | null
  const made = prototype === null || isProxy(prototype) ? '' : nameOfPrototype(prototype).replace(/\.prototype$/, '')
  const kind =
    type === 'module'
      ? 'A module'
      : type === 'object' && made !== 'Object' && made !== ''
        ? `An object of ${made}`
        : `A value of type ${type}`
  const head = size === undefined ? kind : `${kind}, of ${size}`
  const inside = ref === undefined ? undefined : describe.expand(ref, 0, MAX_MEMBERS)
  const children = (inside?.children ?? []).filter(({ isInherited }) => isInherited !== true)
  const left = (inside?.total ?? 0) - (inside?.children.length ?? 0)
  const own = children.map((child): readonly [string, string] => [
    child.name,
    'missing' in child ? MISSING_WORDS[child.missing] : `${child.value.type}  ${child.value.preview}`,
  ])
  const parts = own.length === 0 ? [] : [section('members', own, left)]
  const methods = prototype === null || prototype === Object.prototype || isProxy(prototype) ? [] : methodsOf(prototype)
  if (methods.length > 0) parts.push(['methods', ...methods.map((method) => `  ${method}`)].join('\n'))
  return [head, ...parts].join('\n')
}

function methodsOf(prototype: object): readonly string[] {
  const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor')
  const shown = names.slice(0, MAX_MEMBERS).map((name) => {
    const property = Object.getOwnPropertyDescriptor(prototype, name)
    const method: unknown = property?.value
    if (property !== undefined && !('value' in property)) return `${property.get === undefined ? 'set' : 'get'} ${name}`
    return typeof method === 'function' && !isProxy(method) ? signatureOf(method as () => unknown).head : name
  })
  return names.length > shown.length ? [...shown, `… ${names.length - shown.length} more`] : shown
}

function helpOfPrimitive(value: unknown, { view }: Describe): string {
  const { preview, size } = view(value)
  switch (typeof value) {
    case 'undefined':
      return 'undefined: nothing was assigned, or returned.'
    case 'string':
      return `A string of ${size ?? value.length} characters: ${preview}`
    case 'number':
      return `A number${Number.isInteger(value) ? ', whole' : ''}: ${preview}`
    case 'bigint':
      return `A bigint: ${preview}`
    case 'boolean':
    case 'symbol':
      return `A ${typeof value}: ${preview}`
    default:
      return 'null: no object.'
  }
}
