import type { Expansion, JsonCopy, MissingReason, TreePlace, ValueView, Variable } from '../../shared/traceback.ts'
import { KNOWS_NOTHING, limitLooks, type EngineKnowledge } from './engine-knowledge.ts'
import * as intrinsics from './intrinsics.ts'
import { hidesMember } from './hidden-members.ts'
import { isProxy, mapClear, mapGet, mapSet, now } from './intrinsics.ts'
import { copyAsJson } from './json-copy.ts'
import { DEFAULT_LIMITS, type SnapshotLimits } from './limits.ts'
import { createMemberReader, type MemberReader } from './member-reader.ts'
import { createKeyReader } from './own-keys.ts'
import type { Redactor } from './redaction.ts'
import { readScope } from './scope-variables.ts'
import { createValueViewer, textOfValue } from './value-view.ts'
import { parseStoredValues, type StoredMembers, type StoredValues } from './stored-values.ts'

export interface ValueTableOptions {
  readonly limits?: Partial<SnapshotLimits>
  /** Absent: real values, for the console. */
  readonly redactor?: Redactor | undefined
  /** Starts every ref, so that refs of several tables do not meet. */
  readonly prefix: string
  /** What V8 knows of a value; the language has no way to ask. */
  readonly engine?: EngineKnowledge
}

/**
 * Turns values into pure data and remembers which object is which: an object has one ref however often it is met, so
 * that identity and cycles survive. Holds the objects themselves until `release()`.
 */
export interface ValueTable {
  /** What error messages and other text are to be masked with. */
  readonly redactor: Redactor | undefined
  /** One line for a value, and a ref where there is something inside. */
  readonly view: (value: unknown) => ValueView
  /** A value on several lines, as Node's REPL prints it; `error` writes those inside of it. */
  readonly text: (value: unknown, error: (error: object) => string | undefined) => string
  /** A named value; `redacted` where its name, or what stands beside it in its holder, is that of a secret. */
  readonly variable: (name: string, value: unknown, holder?: object) => Variable
  /**
   * The variables of a scope, given as the object V8 makes of it. What cannot be read is `optimised-out` or
   * `uninitialised`; `reasons` overrides that per name.
   */
  readonly variablesOf: (scope: object, reasons?: ReadonlyMap<string, MissingReason>) => readonly Variable[]
  /** Stores what is inside everything viewed so far, breadth first, until `deadline` (of `performance.now()`). */
  readonly capture: (deadline: number) => void
  /**
   * What is inside, by place: `from` (0-based) and at most `count` (default 50, at most 1000) further. Stored values
   * first, the live object beyond them. Holes have a place but no variable. Undefined for a ref this table never gave.
   */
  readonly expand: (ref: string, from?: number, count?: number) => Expansion | undefined
  /** The real value there; undefined where it was let go, or something else has come to that place. */
  readonly find: (place: TreePlace) => Found | undefined
  /** The value there as JSON, masked as this table is; undefined as for `find`. */
  readonly copy: (place: TreePlace) => JsonCopy | undefined
  /** Lets go of every object. What was not stored is missing from then on. */
  readonly release: () => void
  readonly toJSON: () => StoredValues
}

export type Found =
  | { readonly kind: 'value'; readonly value: unknown; readonly isHidden?: boolean }
  | { readonly kind: 'getter'; readonly target: object; readonly key: string | symbol }

interface Entry {
  readonly ref: string
  /** Undefined once released. */
  held: { readonly value: object | string } | undefined
  /** How many containers lie between a viewed value and this one. */
  depth: number
  stored: StoredMembers | undefined
}

const NOTHING: object = {}
const MAX_PAGE = 1000
/** What is missing behind the stored members, as one more member, so that pages add up. */
const REST = '…'

export function createValueTable(options: ValueTableOptions): ValueTable {
  return openTable(options, [])
}

/**
 * A table without live objects, from what `toJSON` gave, possibly read from a disk.
 * @throws {TypeError} where it is something else
 */
export function restoreValueTable(stored: unknown, redactor?: Redactor): ValueTable {
  const { prefix, entries } = parseStoredValues(stored)
  return openTable({ prefix, redactor }, entries)
}

function openTable(options: ValueTableOptions, storedEntries: StoredValues['entries']): ValueTable {
  const limits: SnapshotLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const { redactor, prefix } = options
  const byValue = new Map<object | string, Entry>()
  const byRef = new Map<string, Entry>()
  const entries: Entry[] = []
  let depthOfNew = 0
  let storedCount = 0

  const add = (value: object | string): string => {
    const known = mapGet(byValue, value)
    if (known !== undefined) {
      if (depthOfNew < known.depth) known.depth = depthOfNew
      return known.ref
    }
    const entry: Entry = { ref: `${prefix}${entries.length}`, held: { value }, depth: depthOfNew, stored: undefined }
    entries[entries.length] = entry
    mapSet(byValue, value, entry)
    mapSet(byRef, entry.ref, entry)
    return entry.ref
  }
  const engine = limitLooks(options.engine ?? KNOWS_NOTHING)
  const keys = createKeyReader(engine)
  const view = createValueViewer({ keys, redactor, refOf: add })
  const beginTurn = (): void => {
    engine.refill()
    keys.forgetSlots()
  }
  const reader: MemberReader = createMemberReader({ keys, redactor, view })

  const store = (entry: Entry, value: object | string, deadline: number): void => {
    depthOfNew = entry.depth + 1
    entry.stored = typeof value === 'string' ? storeString(value) : storeObject(value, deadline)
    depthOfNew = 0
  }
  const storeString = (value: string): StoredMembers => {
    const children = reader.beginning(value, limits.stringLength)
    storedCount += children.length
    return { children, end: children.length, total: children.length }
  }
  const storeObject = (value: object, deadline: number): StoredMembers => {
    const children: Variable[] = []
    const places: number[] = []
    const total = reader.count(value)
    let end = intrinsics.min(reader.storedPlaces(value, limits), total)
    reader.read(value, 0, end, (child, place) => {
      if (children.length > 0 && (now() > deadline || storedCount >= limits.values)) {
        end = place
        return false
      }
      children[children.length] = child
      places[places.length] = place
      storedCount++
      return true
    })
    return { children, end, total, ...(children.length === end ? {} : { places }) }
  }
  const reasonFor = (entry: Entry): MissingReason => (entry.depth >= limits.depth ? 'depth' : 'budget')

  const variable = (name: string, value: unknown, holder?: object): Variable =>
    hidesMember(holder ?? NOTHING, name, value, redactor) ? { name, missing: 'redacted' } : { name, value: view(value) }

  for (let index = 0; index < storedEntries.length; index++) {
    const stored = storedEntries[index]
    if (stored === undefined) continue
    const depth = stored.missing === 'depth' ? limits.depth : 0
    const entry: Entry = { ref: stored.ref, held: undefined, depth, stored: stored.members }
    entries[entries.length] = entry
    mapSet(byRef, entry.ref, entry)
  }

  return {
    redactor,
    view: (value) => {
      // A console's values are looked at after code of the app has run, those of a failure all at once.
      if (redactor === undefined) beginTurn()
      return view(value)
    },
    text: (value, error) => {
      if (redactor === undefined) beginTurn()
      return textOfValue(value, { keys, redactor }, error)
    },
    variable,
    variablesOf: (scope, reasons) => (isProxy(scope) ? [] : readScope(scope, limits.variables, reasons, variable)),
    capture: (deadline) => {
      // The list grows while it is walked, and what is deeper comes later: breadth first.
      for (let index = 0; index < entries.length; index++) {
        if (now() > deadline || storedCount >= limits.values) return
        const entry = entries[index]
        if (entry?.held === undefined || entry.stored !== undefined || entry.depth >= limits.depth) continue
        store(entry, entry.held.value, deadline)
      }
    },
    expand: (ref, from = 0, count = 50) => {
      const entry = mapGet(byRef, ref)
      beginTurn()
      return entry === undefined ? undefined : expandEntry(entry, wholeNumber(from), wholeNumber(count))
    },
    find,
    copy: (place) => {
      const found = find(place)
      if (found?.kind !== 'value') return undefined
      if (found.isHidden === true) {
        return { text: '"[redacted]"', cut: false }
      }
      return copyAsJson(found.value, { keys, redactor })
    },
    release: () => {
      for (let index = 0; index < entries.length; index++) {
        const entry = entries[index]
        if (entry !== undefined) entry.held = undefined
      }
      mapClear(byValue)
    },
    toJSON: () => ({
      version: 1,
      prefix,
      entries: entries.map((entry) =>
        entry.stored === undefined
          ? { ref: entry.ref, missing: reasonFor(entry) }
          : { ref: entry.ref, members: entry.stored },
      ),
    }),
  }

  function expandEntry(entry: Entry, from: number, count: number): Expansion {
    const to = from + intrinsics.min(intrinsics.max(count, 1), MAX_PAGE)
    const { held } = entry
    // The beginning of a string that was stored is no page of it: while the string is there, it is read itself.
    const stored = typeof held?.value === 'string' ? undefined : entry.stored
    const end = stored?.end ?? 0
    const children: Variable[] = []
    const places: number[] = []
    if (stored !== undefined) takeStored(stored, from, to, children, places)
    if (held === undefined) {
      const complete = stored !== undefined && end >= stored.total
      if (!complete && from <= end && to > end) children[children.length] = restOf(entry)
      return { children, total: complete ? end : end + 1 }
    }
    if (stored !== undefined && to <= end) return { children, total: stored.total, ...placesOf(places, from) }
    depthOfNew = entry.depth + 1
    const total = reader.count(held.value)
    reader.read(held.value, intrinsics.max(from, end), intrinsics.min(to, total), (child, place) => {
      children[children.length] = child
      places[places.length] = place
      return true
    })
    depthOfNew = 0
    return { children, total, ...placesOf(places, from) }
  }

  function find({ ref, place, name }: TreePlace): Found | undefined {
    const held = mapGet(byRef, ref)?.held
    if (held === undefined) return undefined
    beginTurn()
    if (place === undefined) return { kind: 'value', value: held.value }
    return reader.at(held.value, place, name)
  }

  function restOf(entry: Entry): Variable {
    return entry.stored === undefined
      ? { name: REST, missing: reasonFor(entry) }
      : { name: `${entry.stored.end}${REST}${entry.stored.total - 1}`, missing: 'budget' }
  }
}

function takeStored(stored: StoredMembers, from: number, to: number, children: Variable[], places: number[]): void {
  for (let index = 0; index < stored.children.length; index++) {
    const place = stored.places === undefined ? index : (stored.places[index] ?? 0)
    const child = stored.children[index]
    if (child === undefined || place < from || place >= to) continue
    children[children.length] = child
    places[places.length] = place
  }
}

/** Nothing where each place follows from the one before. */
function placesOf(places: readonly number[], from: number): { readonly places?: readonly number[] } {
  for (let index = 0; index < places.length; index++) if (places[index] !== from + index) return { places }
  return {}
}

function wholeNumber(value: number): number {
  return value > 0 ? intrinsics.min(intrinsics.floor(value), Number.MAX_SAFE_INTEGER) : 0
}
