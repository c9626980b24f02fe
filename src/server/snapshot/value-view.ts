import type { ValueView } from '../../shared/traceback.ts'
import { arrayBufferLength, dataViewLength, setHas } from './intrinsics.ts'
import { countElements, countPlaces } from './member-list.ts'
import type { KeyReader } from './own-keys.ts'
import { LONGEST_READABLE_STRING, previewOf, type PreviewOptions } from './preview.ts'
import type { Redactor } from './redaction.ts'
import { typeOfValue, type ValueType } from './value-kind.ts'

export interface ValueViewerOptions {
  readonly keys: KeyReader
  readonly redactor: Redactor | undefined
  /** The ref of a value that has something inside. */
  readonly refOf: (value: object | string) => string
}

/** Length of a preview; a string that is longer has the rest of it inside. */
const PREVIEW_LENGTH = 120

/** Views show the outside of a value. Never throws, never runs code of the app. */
export function createValueViewer(options: ValueViewerOptions): (value: unknown) => ValueView {
  const { keys, redactor, refOf } = options
  const previewOptions: PreviewOptions = { maxLength: PREVIEW_LENGTH, keys, redactor }

  return (value) => {
    const preview = previewOf(value, previewOptions)
    if (typeof value === 'string') {
      const readable = value.length > PREVIEW_LENGTH - 5 && value.length <= LONGEST_READABLE_STRING
      return { type: 'string', preview, size: value.length, ...(readable ? { ref: refOf(value) } : {}) }
    }
    const type = typeOfValue(value)
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return { type, preview }
    try {
      const size = sizeOf(value, type)
      return {
        type,
        preview,
        ...(countPlaces(value, type, keys) > 0 ? { ref: refOf(value) } : {}),
        ...(size === undefined ? {} : { size }),
      }
    } catch {
      return { type, preview } // Unreadable, as its preview says.
    }
  }
}

const SIZED: ReadonlySet<ValueType> = new Set(['array', 'arguments', 'map', 'set', 'typedarray', 'buffer'])

function sizeOf(value: object, type: ValueType): number | undefined {
  if (type === 'arraybuffer') return arrayBufferLength(value)
  if (type === 'dataview') return dataViewLength(value)
  return setHas(SIZED, type) ? countElements(value, type) : undefined
}

/** Of a text for a terminal: characters, elements or properties of one value, characters of a string in it, levels. */
const TEXT: PreviewOptions = { maxLength: 20_000, maxMembers: 100, maxString: 10_000, depth: 2 }

/** A value on as many lines as Node's REPL takes for it, without running code of the app. `error`: inside something else. */
export function textOfValue(
  value: unknown,
  { keys, redactor }: Pick<ValueViewerOptions, 'keys' | 'redactor'>,
  error: (error: object) => string | undefined,
): string {
  return previewOf(value, { ...TEXT, keys, redactor, layout: { level: 0, error } })
}
