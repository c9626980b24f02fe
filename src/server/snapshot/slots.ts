import type { EngineKnowledge } from './engine-knowledge.ts'
import * as intrinsics from './intrinsics.ts'
import { nodeSlots } from './node-slots.ts'
import { mayHavePrivateFields } from './private-names.ts'
import type { ValueType } from './value-kind.ts'
import { webSlots } from './web-slots.ts'

/**
 * Something inside a value that is no property of it: a `#private` field, the target of a proxy, the state of a stream. In
 * double brackets where the language has no name for it, as DevTools writes it.
 */
export interface Slot {
  readonly name: string
  readonly value: unknown
  /** In a preview this stands for name and value; `''`: it is left out there. */
  readonly brief?: string
}

/** Private fields of one instance. */
const MAX_PRIVATE = 50
/** V8 lists all properties to tell the private ones: of an object with more than these it is not asked. */
const MAX_KEYS = 1000

/** What stands before the properties of a value, and behind them. */
export interface Slots {
  readonly before: readonly Slot[]
  readonly fields: readonly Slot[]
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
      return web === undefined || (web.length === 0 && fields.length === 0)
        ? { before: nodeSlots(value), fields }
        : before(web)
    }
    default:
      return NO_SLOTS
  }
}

function before(slots: readonly Slot[]): Slots {
  return { before: slots, fields: [] }
}
