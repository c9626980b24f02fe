import type { MissingReason, Variable } from '../../shared/traceback.ts'

/** The pure part of a value table, as it goes to disk. */
export interface StoredValues {
  readonly version: 1
  readonly prefix: string
  readonly entries: readonly StoredEntry[]
}

export interface StoredEntry {
  readonly ref: string
  /** Absent where nothing was stored; then `missing` says why. */
  readonly members?: StoredMembers
  readonly missing?: MissingReason
}

export interface StoredMembers {
  readonly children: readonly Variable[]
  /** The place behind the last one that was looked at. */
  readonly end: number
  /** Places there were. */
  readonly total: number
  /** The place of each child, where some have none (holes of an array); absent: 0, 1, 2, … */
  readonly places?: readonly number[]
}

const REASONS: ReadonlySet<unknown> = new Set<MissingReason>([
  'redacted',
  'optimised-out',
  'uninitialised',
  'getter',
  'budget',
  'depth',
])

/**
 * Checks what came from outside.
 * @throws {TypeError} naming the first thing that is not as `StoredValues` has it
 */
export function parseStoredValues(stored: unknown): StoredValues {
  const { version, prefix, entries } = record(stored, 'stored values')
  if (version !== 1) throw new TypeError('stored values: version is not 1')
  return { version, prefix: text(prefix, 'prefix'), entries: list(entries, 'entries').map(parseEntry) }
}

function parseEntry(entry: unknown): StoredEntry {
  const { ref, members, missing } = record(entry, 'entry')
  if (members === undefined) return { ref: text(ref, 'ref'), missing: reason(missing) }
  const { children, end, total, places } = record(members, 'members')
  return {
    ref: text(ref, 'ref'),
    members: {
      children: list(children, 'children').map(parseVariable),
      end: whole(end, 'end'),
      total: whole(total, 'total'),
      ...(places === undefined ? {} : { places: list(places, 'places').map((place) => whole(place, 'place')) }),
    },
  }
}

function parseVariable(variable: unknown): Variable {
  const { name, value, missing, isInherited } = record(variable, 'variable')
  if (value === undefined) {
    return { name: text(name, 'name'), missing: reason(missing), ...(isInherited === true ? { isInherited } : {}) }
  }
  const { type, preview, ref, size } = record(value, 'value')
  return {
    name: text(name, 'name'),
    value: {
      type: text(type, 'type'),
      preview: text(preview, 'preview'),
      ...(ref === undefined ? {} : { ref: text(ref, 'ref') }),
      ...(size === undefined ? {} : { size: whole(size, 'size') }),
    },
  }
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${what}: not an object`)
  return value as Readonly<Record<string, unknown>>
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what}: not a list`)
  return value as readonly unknown[]
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new TypeError(`${what}: not a text`)
  return value
}

function whole(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new TypeError(`${what}: not a count`)
  return value
}

function reason(value: unknown): MissingReason {
  if (!REASONS.has(value)) throw new TypeError('missing: not a reason')
  return value as MissingReason
}
