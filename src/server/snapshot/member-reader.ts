import type { ValueView, Variable } from '../../shared/traceback.ts'
import { hidesElement, hidesMember } from './hidden-members.ts'
import { floor, max, slice } from './intrinsics.ts'
import type { SnapshotLimits } from './limits.ts'
import { BYTES_A_ROW, hidesBytes, TEXT_BYTES } from './buffer-rows.ts'
import { countElements, countPlaces, readMembers, type Member } from './member-list.ts'
import { labelOfSymbol } from './object-label.ts'
import type { KeyReader } from './own-keys.ts'
import { previewOf } from './preview.ts'
import { recordOf } from './record.ts'
import type { Redactor } from './redaction.ts'
import { cut, quote } from './text-escape.ts'
import { typeOfValue, type ValueType } from './value-kind.ts'
import type { Found } from './value-table.ts'

type Visit = (variable: Variable, place: number) => boolean

/** Reads what is inside an object or a long string as named variables, by place. */
export interface MemberReader {
  /** Places there are. */
  readonly count: (value: object | string) => number
  /** How many places a snapshot stores of an object. */
  readonly storedPlaces: (value: object, limits: SnapshotLimits) => number
  readonly read: (value: object | string, from: number, to: number, visit: Visit) => void
  /** The real value at a place, where the child there still has this name. */
  readonly at: (value: object | string, place: number, name: string | undefined) => Found | undefined
  /** What a snapshot stores of a string: its first `length` characters, and how many are missing behind them. */
  readonly beginning: (value: string, length: number) => readonly Variable[]
}

interface MemberReaderOptions {
  readonly keys: KeyReader
  readonly redactor: Redactor | undefined
  readonly view: (value: unknown) => ValueView
}

/** Characters of a long string that are one member. */
const PIECE = 10_000
/** Of a redacted string no more is shown than is searched for secrets as a whole: a piece alone could hold half of one. */
const LONGEST_MASKED = 1_000_000
const MAX_NAME = 300

export function createMemberReader({ keys, redactor, view }: MemberReaderOptions): MemberReader {
  const textOf = (value: string): string =>
    redactor === undefined ? value : redactor.maskText(cut(value, LONGEST_MASKED))

  const count = (value: object | string): number => {
    if (typeof value === 'object' || typeof value === 'function') return countPlaces(value, typeOfValue(value), keys)
    return max(1, floor((textOf(value).length + PIECE - 1) / PIECE)) + (isCut(value) ? 1 : 0)
  }
  const isCut = (value: string): boolean => redactor !== undefined && value.length > LONGEST_MASKED

  const readString = (value: string, from: number, to: number, visit: Visit): void => {
    const text = textOf(value)
    for (let place = from; place < to; place++) {
      const start = place * PIECE
      const variable =
        start >= text.length && place > 0
          ? missingPart(text.length, value.length)
          : part(start, slice(text, start, start + PIECE))
      if (!visit(variable, place)) return
    }
  }
  const beginning = (value: string, length: number): readonly Variable[] => {
    // Masked beyond the end of what is stored, so that no secret loses the half by which it would be recognised.
    const text = cut(redactor?.maskText(cut(value, length * 2 + 1000)) ?? value, length)
    return value.length <= length ? [part(0, text)] : [part(0, text), missingPart(text.length, value.length)]
  }

  const nameOf = ({ key, kind }: Member): string => {
    if (kind === 'entry') return previewOf(key, { redactor, keys, maxLength: 80 })
    if (typeof key === 'symbol') return labelOfSymbol(key, redactor)
    const name = cut(typeof key === 'string' ? key : '', MAX_NAME)
    return kind === 'property' ? (redactor?.maskText(name) ?? name) : name
  }
  const hides = (
    value: object,
    type: ValueType,
    member: Member & { readonly value: unknown },
    place: number,
  ): boolean =>
    hidesMember(value, member.key, member.value, redactor) ||
    (type === 'array' && member.kind === 'element' && hidesElement(value, place, countElements(value, type), redactor))

  /** A Map's entry whose key is an object opens as the pair: else nobody could look into the key. */
  const viewOf = (member: Member & { readonly value: unknown }): ValueView => {
    const found = view(member.value)
    if (member.kind !== 'entry' || view(member.key).ref === undefined || typeof member.key === 'string') return found
    const { ref } = view(
      recordOf([
        ['key', member.key],
        ['value', member.value],
      ]),
    )
    return ref === undefined ? found : { ...found, ref }
  }

  const readObject = (value: object, from: number, to: number, visit: Visit): void => {
    const type = typeOfValue(value)
    const hiddenBytes = once(() => hidesBytes(value, redactor))
    readMembers(value, type, keys, from, to, (member, place) => {
      const name = nameOf(member)
      if (member.kind === 'inherited') return visit({ name, missing: 'getter', isInherited: true }, place)
      if ('missing' in member) return visit({ name, missing: member.missing }, place)
      if (member.shown !== undefined) {
        const hidden = (place - 1) * BYTES_A_ROW >= TEXT_BYTES && redactor !== undefined ? 'budget' : hiddenBytes()
        const shown = { type: 'bytes', preview: member.shown }
        return visit(hidden === undefined ? { name, value: shown } : { name, missing: hidden }, place)
      }
      return visit(
        hides(value, type, member, place) ? { name, missing: 'redacted' } : { name, value: viewOf(member) },
        place,
      )
    })
  }

  const at = (value: object | string, place: number, wanted: string | undefined): Found | undefined => {
    if (typeof value === 'string') return undefined
    let found: Found | undefined
    const type = typeOfValue(value)
    readMembers(value, type, keys, place, place + 1, (member) => {
      if (wanted !== undefined && nameOf(member) !== wanted) return false
      const { key } = member
      if ('value' in member) {
        const isHidden = hides(value, type, member, place)
        found = { kind: 'value', value: member.value, ...(isHidden ? { isHidden } : {}) }
      } else if (typeof key === 'string' || typeof key === 'symbol') found = { kind: 'getter', target: value, key }
      return false
    })
    return found
  }

  return {
    count,
    at,
    storedPlaces: (value, limits) => {
      const type = typeOfValue(value)
      const elements = type === 'buffer' ? countPlaces(value, type, keys) : countElements(value, type)
      if (elements > limits.items) return limits.items
      return elements + limits.properties
    },
    read: (value, from, to, visit) => {
      if (typeof value === 'string') readString(value, from, to, visit)
      else readObject(value, from, to, visit)
    },
    beginning,
  }
}

function part(start: number, text: string): Variable {
  return {
    name: `${start}…${start + max(text.length - 1, 0)}`,
    value: { type: 'string', preview: quote(text), size: text.length },
  }
}

function missingPart(start: number, length: number): Variable {
  return { name: `${start}…${max(length - 1, start)}`, missing: 'budget' }
}

/** All of a Buffer's text is searched for secrets, which is not to be done again for each of its rows. */
function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined
  return () => (found ??= { value: find() }).value
}
