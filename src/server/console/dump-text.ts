import { isProxy } from 'node:util/types'
import type { Expansion, MissingReason, ValueView } from '../../shared/traceback.ts'
import type { VariableScope } from './frame-variables.ts'

/** Describes values without running any of the app's code. */
export interface Describe {
  view(value: unknown): ValueView
  /** On several lines, as Node's REPL prints it; `error` writes the errors inside of it. */
  text(value: unknown, error: (error: object) => string | undefined): string
  /** What is inside of what has a `ref`. */
  expand(ref: string, from: number, count: number): Expansion | undefined
}

type Line = readonly [name: string, text: string]

/** Lines of one scope, or of one holder of attributes. */
const MAX_LINES = 200
const MAX_NAME = 24
/** Prototypes that are looked at; longer chains are nobody's. */
const MAX_DEPTH = 16

/** What stands in the place of a value. */
export const MISSING_WORDS: Readonly<Record<MissingReason, string>> = {
  redacted: '••••••',
  'optimised-out': '<lost in optimised code>',
  uninitialised: '<not initialised>',
  getter: '[Getter]',
  budget: '<not read>',
  depth: '<not read>',
}

/** All variables of a frame, scope by scope. */
export function dumpScopes(scopes: readonly VariableScope[], { view }: Describe): string {
  const parts = scopes
    .filter(({ variables }) => variables.length > 0)
    .map(({ title, variables }) => {
      const lines = variables.slice(0, MAX_LINES).map(({ name, reading }): Line => [name, textOf(reading, view)])
      return section(title, lines, variables.length - lines.length)
    })
  return parts.length === 0 ? 'This frame has no variables.' : parts.join('\n')
}

function textOf(
  reading: { readonly value: unknown } | { readonly missing: MissingReason },
  view: Describe['view'],
): string {
  return 'missing' in reading ? MISSING_WORDS[reading.missing] : view(reading.value).preview
}

/** A value's attributes: its own, then what it inherits. Getters are named, not run. */
export function dumpValue(value: unknown, describe: Describe): string {
  const { preview, ref, type, size } = describe.view(value)
  const head = size === undefined ? `${type}: ${preview}` : `${type} (${size}): ${preview}`
  const inside = ref === undefined ? undefined : describe.expand(ref, 0, MAX_LINES)
  const children = (inside?.children ?? []).filter(({ isInherited }) => isInherited !== true)
  const left = (inside?.total ?? 0) - (inside?.children.length ?? 0)
  const own = children.map((child): Line => [
    child.name,
    'missing' in child ? MISSING_WORDS[child.missing] : child.value.preview,
  ])
  const parts = own.length === 0 ? [] : [section('own', own, left)]
  return [head, ...parts, ...inheritedParts(value, describe)].join('\n')
}

function inheritedParts(value: unknown, { view }: Describe): readonly string[] {
  if (value === null || value === undefined || isProxy(value)) return []
  const parts: string[] = []
  let holder = Object.getPrototypeOf(Object(value)) as object | null
  for (let depth = 0; depth < MAX_DEPTH && holder !== null; depth++) {
    if (isProxy(holder)) return [...parts, 'inherited from a Proxy, which would have to be asked']
    const found: object = holder
    const names = Reflect.ownKeys(found)
    const title = `inherited from ${nameOfPrototype(found)}`
    if (STANDARD.has(found)) parts.push(`${title}\n  ${names.filter(isText).slice(0, MAX_LINES).join(', ')}`)
    else {
      const lines = names.slice(0, MAX_LINES).map((key): Line => {
        const property = Object.getOwnPropertyDescriptor(found, key)
        const name = typeof key === 'symbol' ? `[${String(key)}]` : key
        return [
          name,
          property !== undefined && 'value' in property ? view(property.value).preview : accessorText(property),
        ]
      })
      parts.push(section(title, lines, names.length - lines.length))
    }
    holder = Object.getPrototypeOf(found) as object | null
  }
  return parts
}

/** What everybody knows by heart is named only. */
const STANDARD: ReadonlySet<object> = new Set(
  [Object, Function, Array, Map, Set, Date, RegExp, Promise, Error, String, Number, Boolean, Symbol, BigInt, Buffer]
    .map(({ prototype }) => prototype as object)
    .concat([Uint8Array.prototype, Reflect.getPrototypeOf(Uint8Array.prototype) ?? {}]),
)

function isText(key: PropertyKey): key is string {
  return typeof key === 'string'
}

function accessorText(property: PropertyDescriptor | undefined): string {
  if (property?.get === undefined) return '[Setter]'
  return property.set === undefined ? '[Getter]' : '[Getter/Setter]'
}

export function nameOfPrototype(prototype: object): string {
  const made = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown
  const name: unknown =
    typeof made === 'function' && !isProxy(made) ? Object.getOwnPropertyDescriptor(made, 'name')?.value : ''
  return typeof name === 'string' && name !== '' ? `${name}.prototype` : 'a prototype without a name'
}

export function section(title: string, lines: readonly Line[], left: number): string {
  const width = Math.min(MAX_NAME, Math.max(...lines.map(([name]) => name.length)))
  const rest = left > 0 ? [`  … ${left} more`] : []
  return [title, ...lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`), ...rest].join('\n')
}
