import { isProxy, isStringObject, isTypedArray } from 'node:util/types'
import type { Completion, CompletionItem } from '../../shared/evaluation.ts'
import type { Entered, EntryRequest } from '../capture/index.ts'
import { completionTarget } from './completion-target.ts'
import { dataValue } from './own-value.ts'
import { THIS_NAME } from './scratch-names.ts'
import { shielded } from './shield.ts'

export interface CompleteParts {
  enter(request: EntryRequest): Entered
  /** Names of the frame's own variables, innermost first. */
  readonly names: readonly string[]
  readonly scratch: object
}

/** More than fit on any screen; typing on narrows them. */
const MAX_ITEMS = 200

/** Prototypes that are looked at; longer chains are nobody's. */
const MAX_DEPTH = 16

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u

/** Names in scope, or the members of what stands before the last dot; getters are not run. */
export function complete({ enter, names, scratch }: CompleteParts, source: string, cursor: number): Completion {
  const target = shielded(() => completionTarget(source.slice(0, cursor)))
  const { typed } = target
  switch (target.kind) {
    case 'nothing':
      return { from: cursor, to: cursor, items: [] }
    case 'members':
      return answer(membersOf(enter, target.object, scratch, typed), typed, cursor)
    case 'names':
  }
  const hidden = (name: string): boolean => name.startsWith('__inquest') || !IDENTIFIER.test(name)
  const own = [...Object.keys(scratch), ...names, ...Object.getOwnPropertyNames(scratch)]
  const variables = own.filter((name) => !hidden(name)).map((label) => ({ label, kind: 'variable' }))
  const globals = Object.getOwnPropertyNames(globalThis)
    .filter((name) => !hidden(name))
    .map((label) => ({ label, kind: 'global' }))
  const keywords = KEYWORDS.map((label) => ({ label, kind: 'keyword' }))
  return answer([...variables, ...globals, ...keywords], typed, cursor)
}

const KEYWORDS = [
  'await',
  'const',
  'let',
  'function',
  'class',
  'new',
  'typeof',
  'instanceof',
  'import',
  'this',
  'true',
  'false',
  'null',
  'undefined',
]

function answer(items: readonly CompletionItem[], typed: string, cursor: number): Completion {
  const seen = new Set<string>()
  const matching: CompletionItem[] = []
  for (const item of items) {
    if (matching.length === MAX_ITEMS) break
    if (!item.label.startsWith(typed) || seen.has(item.label)) continue
    seen.add(item.label)
    matching.push(item)
  }
  return { from: cursor - typed.length, to: cursor, items: matching }
}

function membersOf(
  enter: CompleteParts['enter'],
  object: string,
  scratch: object,
  typed: string,
): readonly CompletionItem[] {
  const source = object.replace(/^this\b/, THIS_NAME)
  // In an array, as V8 hands strings over letter by letter.
  const entered = enter({ source: `[${source}]`, scratch, peek: true, timeoutMs: 100 })
  const value: unknown = entered.kind === 'value' && Array.isArray(entered.value) ? entered.value[0] : undefined
  if (value === undefined || value === null) return []
  const items: CompletionItem[] = []
  let holder: object | null = (typeof value === 'string' ? String.prototype : Object(value)) as object
  // A proxy would be asked by its traps, which are the app's code.
  for (let depth = 0; depth < MAX_DEPTH && holder !== null && !isProxy(holder); depth++) {
    const kind = depth === 0 ? 'property' : 'inherited'
    let room = MAX_ITEMS
    for (const label of namesOf(holder)) {
      if (!label.startsWith(typed) || !IDENTIFIER.test(label)) continue
      items.push({ label, kind })
      if (--room === 0) break
    }
    holder = Object.getPrototypeOf(holder) as object | null
  }
  return items
}

/** Above this, naming every index of an array costs more than its few other names are worth. */
const MAX_INDEXES = 100_000

function namesOf(holder: object): readonly string[] {
  return indexCount(holder) > MAX_INDEXES ? [] : Object.getOwnPropertyNames(holder)
}

function indexCount(holder: object): number {
  if (isTypedArray(holder)) return Reflect.apply(typedArrayLength, holder, [])
  const length = Array.isArray(holder) || isStringObject(holder) ? dataValue(holder, 'length') : 0
  return typeof length === 'number' ? length : 0
}

const typedArrayLength = Object.getOwnPropertyDescriptor(Reflect.getPrototypeOf(Uint8Array.prototype) ?? {}, 'length')
  ?.get as () => number
