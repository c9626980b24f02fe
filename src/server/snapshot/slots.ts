import type { EngineKnowledge } from './engine-knowledge.ts'
import * as intrinsics from './intrinsics.ts'
import { nodeSlots } from './node-slots.ts'
import { mayHavePrivateFields } from './private-names.ts'
import type { ValueType } from './value-kind.ts'
import { platformSlots } from './platform-slots.ts'
import { append, webSlots } from './web-slots.ts'

/**
 * Something inside a value that is no property of it: a `#private` field, the target of a proxy, the state of a stream. In
 * double brackets where the language has no name for it, as DevTools writes it.
 */
export interface Slot {
  readonly name: string
  readonly value: unknown
  /** In a preview this stands for name and value; `''`: it is left out there. */
  readonly brief?: string
  /** The name by which it is in a text of several lines, where a preview leaves it out. */
  readonly long?: string
  /** The brief where a preview has nothing else to show. */
  readonly alone?: string
}

/** Private fields of one instance. */
const MAX_PRIVATE = 50
/** V8 lists all properties to tell the private ones: of an object with more than these it is not asked. */
const MAX_KEYS = 1000

/** What stands before the properties of a value, and behind them. */
export interface Slots {
  readonly before: readonly Slot[]
  readonly fields: readonly Slot[]
  /** An object of Node's or the platform's: the slots say what its other keys, all of them Node's, are about. */
  readonly isPlatform?: boolean
}

export const NO_SLOTS: Slots = { before: [], fields: [] }

/** The slots of a value, in their order. `keyCount`: of its own properties. */
export function readSlots(value: object, type: ValueType, engine: EngineKnowledge, keyCount: () => number): Slots {
  switch (type) {
    case 'proxy': {
      const parts = engine.proxy(value)
      if (parts === undefined) return NO_SLOTS
      return before([
        { name: '[[Target]]', value: parts.target },
        { name: '[[Handler]]', value: parts.handler },
      ])
    }
    case 'promise': {
      const known = engine.promise(value)
      if (known === undefined) return NO_SLOTS
      const state = { name: '[[PromiseState]]', value: known.state }
      return before(known.state === 'pending' ? [state] : [state, { name: '[[PromiseResult]]', value: known.result }])
    }
    case 'weakref': {
      const target = intrinsics.derefWeak(value)
      return target === undefined ? NO_SLOTS : before([{ name: '[[WeakRefTarget]]', value: target }])
    }
    case 'arraybuffer':
    case 'dataview': {
      const bytes = bytesOf(value, type)
      return bytes === undefined ? NO_SLOTS : before([{ name: '[[Bytes]]', value: bytes }])
    }
    case 'url':
    case 'searchparams':
      return before(webSlots(value, type, [], engine) ?? [])
    case 'object':
    case 'error':
    case 'map':
    case 'set':
    case 'array': {
      const fields =
        mayHavePrivateFields(value) && keyCount() <= MAX_KEYS ? engine.privateFields(value, MAX_PRIVATE) : []
      if (type !== 'object') return fields.length === 0 ? NO_SLOTS : { before: [], fields }
      const web = webSlots(value, type, fields, engine)
      if (web !== undefined && (web.length > 0 || fields.length > 0)) return { ...before(web), isPlatform: true }
      const known = platformSlots(value, fields)
      const state = nodeSlots(value)
      return known === undefined
        ? { before: state, fields }
        : { before: append(known, state), fields: [], isPlatform: true }
    }
    default:
      return NO_SLOTS
  }
}

/** As a Buffer over the same memory; undefined of one that is empty, or whose memory was given away. */
function bytesOf(value: object, type: 'arraybuffer' | 'dataview'): object | undefined {
  try {
    const bytes =
      type === 'arraybuffer'
        ? intrinsics.bytesIn(value)
        : intrinsics.bytesIn(
            intrinsics.dataViewBuffer(value),
            intrinsics.dataViewOffset(value),
            intrinsics.dataViewLength(value),
          )
    return intrinsics.typedArrayLength(bytes) === 0 ? undefined : bytes
  } catch {
    return undefined
  }
}

function before(slots: readonly Slot[]): Slots {
  return { before: slots, fields: [] }
}
