import type { ValueView, Variable } from '../../shared/traceback.ts'
import { hidesElement } from './container-preview.ts'
import { floor, max, slice } from './intrinsics.ts'
import type { SnapshotLimits } from './limits.ts'
import { countElements, countPlaces, readMembers, type Member } from './member-list.ts'
import { labelOfSymbol } from './object-label.ts'
import type { KeyReader } from './own-keys.ts'
import { previewOf } from './preview.ts'
import { carriesSecret, type Redactor } from './redaction.ts'
import { cut, quote } from './text-escape.ts'
import { typeOfValue } from './value-kind.ts'

type Visit = (variable: Variable, place: number) => boolean

/** Reads what is inside an object or a long string as named variables, by place. */
export interface MemberReader {
  /** Places there are. */
  readonly count: (value: object | string) => number
  /** How many places a snapshot stores of an object. */
  readonly storedPlaces: (value: object, limits: SnapshotLimits) => number
  readonly read: (value: object | string, from: number, to: number, visit: Visit) => void
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
  const hides = (member: Member, value: unknown): boolean =>
    typeof member.key === 'string' && carriesSecret(value) && redactor?.hidesName(member.key) === true

  const readObject = (value: object, from: number, to: number, visit: Visit): void => {
    const type = typeOfValue(value)
    const elements = countElements(value, type)
    readMembers(value, type, keys, from, to, (member, place) => {
      const name = nameOf(member)
      if ('missing' in member) return visit({ name, missing: member.missing }, place)
      const secret =
        hides(member, member.value) ||
        (type === 'array' && place < elements && hidesElement(value, place, elements, redactor))
      return visit(secret ? { name, missing: 'redacted' } : { name, value: view(member.value) }, place)
    })
  }

  return {
    count,
    storedPlaces: (value, limits) => {
      const elements = countElements(value, typeOfValue(value))
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
