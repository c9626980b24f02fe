import { isProxy, isStringObject, isTypedArray } from 'node:util/types'
import type { Completion, CompletionItem } from '../../shared/evaluation.ts'
import type { Entered, EntryRequest } from '../capture/index.ts'
import { completionTarget } from './completion-target.ts'
import { PEEK_TIMEOUT_MS } from './frame-console.ts'
import type { FrameConsole } from './frame-console.ts'
import type { FrameDeclarations } from './frame-declarations.ts'
import type { FrameVariables, Reading } from './frame-variables.ts'
import { HELPER_WORDS } from './helpers.ts'
import { rankOf } from './label-rank.ts'
import type { Rank } from './label-rank.ts'
import { moduleNames } from './module-names.ts'
import { dataValue } from './own-value.ts'
import { privateMembers } from './private-members.ts'
import { shielded } from './shield.ts'
import { entryKeys, indexKeys } from './value-keys.ts'
import type { ValueKeys } from './value-keys.ts'

export interface CompleteParts {
  enter(request: EntryRequest): Entered
  /** The value of an expression as far as it can be had without a side effect. */
  look: FrameConsole['look']
  /** Names of the frame's own variables, innermost first. */
  readonly names: readonly string[]
  readonly scratch: object
  readonly variables: FrameVariables
  /** What the text of the frame's script declares. */
  declarations(): FrameDeclarations | undefined
  /** `file:` URL of the frame's own file. */
  readonly from: string | undefined
  /** Type and short value, on one line; runs none of the app's code. */
  detail(value: unknown): string
}

/** More than fit on any screen; typing on narrows them. */
const MAX_ITEMS = 200

/** Prototypes that are looked at; longer chains are nobody's. */
const MAX_DEPTH = 16

/** Names above which only those that begin as typed are looked for. */
const MAX_TOLERANT = 5000

/** Milliseconds for the values beside the labels: what comes later has none. */
const DETAIL_MS = 10

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u

interface Candidate {
  readonly label: string
  readonly kind: string
  /** What stands beside the label, read when it is shown. */
  readonly detail?: () => string | undefined
}

/** Names in scope, members, keys or modules, by what stands before the cursor; getters are not run. */
export function complete(parts: CompleteParts, source: string, cursor: number): Completion {
  const target = shielded(() => completionTarget(source.slice(0, cursor), source.slice(cursor)))
  switch (target.kind) {
    case 'nothing':
      return { from: cursor, to: cursor, items: [] }
    case 'members': {
      const { candidates, more } = membersOf(parts, target.object, target.typed)
      const fitting = candidates.filter(({ label }) => target.except?.includes(label) !== true)
      return answer(fitting, target.typed, cursor, more)
    }
    case 'privates':
      return answer(privatesOf(parts, target.object), target.typed, cursor)
    case 'keys': {
      const value = parts.look(target.object)?.value
      const { typed, quote } = target
      const keys = target.of === 'index' ? indexKeys(value, typed, quote) : entryKeys(value, typed, quote)
      return keyAnswer(parts, keys, cursor - typed.length - (quote?.length ?? 0), cursor)
    }
    case 'modules':
      return answer(
        moduleNames(target.typed, parts.from).map(({ label, kind, detail }) => ({ label, kind, detail: () => detail })),
        target.typed,
        cursor,
      )
    case 'names':
      return answer(namesInScope(parts), target.typed, cursor)
  }
}

function namesInScope({ names, scratch, variables, detail }: CompleteParts): readonly Candidate[] {
  const hidden = (name: string): boolean => name.startsWith('__inquest') || !IDENTIFIER.test(name)
  const ofReading = (reading: Reading | undefined): string | undefined =>
    reading !== undefined && 'value' in reading ? detail(reading.value) : undefined
  const declared = Object.keys(scratch)
  const own = [...declared, ...names].map((label, index): Candidate => {
    const isDeclared = index < declared.length
    return {
      label,
      kind: 'variable',
      detail: () => ofReading(isDeclared ? readOwn(scratch, label) : variables.named(label)),
    }
  })
  const helpers = Object.getOwnPropertyNames(scratch).map((label): Candidate => {
    const word = HELPER_WORDS.find(({ name }) => name === label)
    return word === undefined
      ? { label, kind: 'variable', detail: () => ofReading(readOwn(scratch, label)) }
      : { label, kind: 'helper', detail: () => word.says }
  })
  const globals = Object.getOwnPropertyNames(globalThis).map((label): Candidate => ({
    label,
    kind: 'global',
    detail: () => ofReading(readOwn(globalThis, label)),
  }))
  const keywords = KEYWORDS.map((label): Candidate => ({ label, kind: 'keyword' }))
  return [...[...own, ...helpers, ...globals].filter(({ label }) => !hidden(label)), ...keywords]
}

function readOwn(object: object, name: string): Reading | undefined {
  const property = Object.getOwnPropertyDescriptor(object, name)
  return property !== undefined && 'value' in property ? { value: property.value as unknown } : undefined
}

const KEYWORDS = [
  ...['await', 'const', 'let', 'var', 'function', 'class', 'async', 'new', 'typeof', 'instanceof', 'import', 'this'],
  ...['true', 'false', 'null', 'undefined', 'if', 'else', 'for', 'of', 'in', 'while', 'do', 'switch', 'case', 'break'],
  ...['continue', 'return', 'throw', 'try', 'catch', 'finally', 'delete', 'void', 'yield', 'extends', 'super'],
  ...['static', 'debugger', 'default'],
]

/** Best fit first; of equal ones the candidates' own order: own before inherited, the frame's before the globals. */
function answer(candidates: readonly Candidate[], typed: string, cursor: number, more = 0): Completion {
  const seen = new Set<string>()
  const ranked: Record<Rank, Candidate[]> = { 0: [], 1: [], 2: [], 3: [] }
  const tolerant = candidates.length <= MAX_TOLERANT
  for (const candidate of candidates) {
    const rank = rankOf(candidate.label, typed, tolerant)
    if (rank === undefined || seen.has(candidate.label)) continue
    seen.add(candidate.label)
    ranked[rank].push(candidate)
  }
  const fitting = [...ranked[0], ...ranked[1], ...ranked[2], ...ranked[3]]
  const items = withDetails(fitting.slice(0, MAX_ITEMS))
  return { from: cursor - typed.length, to: cursor, items, ...moreThan(more + fitting.length - items.length) }
}

function keyAnswer({ detail }: CompleteParts, { keys, more }: ValueKeys, from: number, to: number): Completion {
  const items = withDetails(
    keys.map(({ label, reading }) => ({
      label,
      kind: 'key',
      detail: () => detailOf(reading(), detail),
    })),
  )
  return { from, to, items, ...moreThan(more) }
}

function moreThan(more: number): { readonly more?: number } {
  return more > 0 ? { more } : {}
}

function withDetails(candidates: readonly Candidate[]): readonly CompletionItem[] {
  const deadline = performance.now() + DETAIL_MS
  return candidates.map(({ label, kind, detail }) => {
    const told = performance.now() < deadline ? detail?.() : undefined
    return told === undefined ? { label, kind } : { label, kind, detail: told }
  })
}

function detailOf(property: PropertyDescriptor | undefined, detail: CompleteParts['detail']): string | undefined {
  if (property === undefined) return undefined
  if ('value' in property) return detail(property.value)
  return property.get === undefined ? 'setter' : 'getter'
}

function privatesOf(parts: CompleteParts, object: string): readonly Candidate[] {
  const names = parts.declarations()?.privateNames ?? []
  if (names.length === 0) return []
  const members = privateMembers({ enter: parts.enter, names, limit: PEEK_TIMEOUT_MS }, parts.look(object)?.value)
  return members.map(({ label, member }) => ({
    label,
    kind: 'private',
    detail: () => ('value' in member ? parts.detail(member.value) : member.accessor),
  }))
}

interface Members {
  readonly candidates: readonly Candidate[]
  /** Those of a large object that are left out. */
  readonly more: number
}

function membersOf(parts: CompleteParts, object: string, typed: string): Members {
  const value = parts.look(object)?.value
  if (value === undefined || value === null) return { candidates: [], more: 0 }
  const candidates: Candidate[] = []
  let more = 0
  // That of its prototype is another.
  if (typeof value === 'string')
    candidates.push({ label: 'length', kind: 'property', detail: () => parts.detail(value.length) })
  let holder: object | null = (typeof value === 'string' ? String.prototype : Object(value)) as object
  // A proxy would be asked by its traps, which are the app's code.
  for (let depth = 0; depth < MAX_DEPTH && holder !== null && !isProxy(holder); depth++) {
    const found: object = holder
    const kind = depth === 0 ? 'property' : 'inherited'
    const names = namesOf(found)
    const isLarge = names.length > MAX_TOLERANT
    let taken = 0
    for (const label of names) {
      if (isLarge && !label.startsWith(typed)) continue
      if (isLarge && taken >= MAX_ITEMS) {
        more++
        continue
      }
      if (!IDENTIFIER.test(label)) continue
      taken++
      candidates.push({
        label,
        kind,
        detail: () => detailOf(Object.getOwnPropertyDescriptor(found, label), parts.detail),
      })
    }
    holder = Object.getPrototypeOf(found) as object | null
  }
  return { candidates, more }
}

/** Above this, naming every index of an array costs more than its few other names are worth. */
const MAX_INDEXES = 10_000

function namesOf(holder: object): readonly string[] {
  if (indexCount(holder) <= MAX_INDEXES) return Object.getOwnPropertyNames(holder)
  return isTypedArray(holder) ? [] : ['length']
}

function indexCount(holder: object): number {
  if (isTypedArray(holder)) return Reflect.apply(typedArrayLength, holder, [])
  const length = Array.isArray(holder) || isStringObject(holder) ? dataValue(holder, 'length') : 0
  return typeof length === 'number' ? length : 0
}

const typedArrayLength = Object.getOwnPropertyDescriptor(Reflect.getPrototypeOf(Uint8Array.prototype) ?? {}, 'length')
  ?.get as () => number
