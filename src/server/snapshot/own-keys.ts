import { KNOWS_NOTHING, type EngineKnowledge } from './engine-knowledge.ts'
import {
  allOwnKeys,
  enumerableNames,
  getOwnPropertyDescriptor,
  getOwnPropertySymbols,
  weakGet,
  weakSet,
} from './intrinsics.ts'
import { inheritedAccessors } from './inherited-accessors.ts'
import { NO_SLOTS, readSlots, type Slots } from './slots.ts'
import type { ValueType } from './value-kind.ts'

export type Key = string | symbol

/** Reads which own keys an object has, and what is inside it beside them. The keys of big objects are remembered. */
export interface KeyReader {
  /** Not of proxies. What Node's REPL shows: enumerable names, then enumerable symbols. */
  readonly enumerable: (target: object) => readonly Key[]
  /** All own keys, those that are not enumerable too; of an object with more than 1000 only what is enumerable. */
  readonly all: (target: object) => readonly Key[]
  /** Of proxies, too. Remembered until `forgetSlots`. */
  readonly slots: (target: object, type: ValueType) => Slots
  /** Accessors of the classes of an object, but for those of the language itself. */
  readonly inherited: (target: object, type: ValueType) => readonly string[]
  /** Values may have changed since. */
  readonly forgetSlots: () => void
}

/**
 * From here on only enumerable names are read, once: for 100,000 keys `Reflect.ownKeys` takes 34 ms where `Object.keys`
 * takes 17 (2-core machine, Node 24.21), and there is no way to get only the first of them.
 */
const MANY_KEYS = 1000

/** Without the accessors that slots of the same name have told already. */
function unlike(names: readonly string[], { before }: Slots): readonly string[] {
  if (names.length === 0 || before.length === 0) return names
  const others: string[] = []
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? ''
    let isTold = false
    for (let at = 0; at < before.length; at++) isTold ||= before[at]?.name === name
    if (!isTold) others[others.length] = name
  }
  return others
}

export function createKeyReader(engine: EngineKnowledge = KNOWS_NOTHING): KeyReader {
  let slotsOf = new WeakMap<object, Slots>()
  let getters = new WeakMap<object, readonly string[]>()
  const remembered = new WeakMap<object, readonly string[]>()

  const names = (target: object): readonly string[] => {
    const known = weakGet(remembered, target)
    if (known !== undefined) return known
    const fresh = enumerableNames(target)
    if (fresh.length > MANY_KEYS) weakSet(remembered, target, fresh)
    return fresh
  }
  const enumerable = (target: object): readonly Key[] => {
    const strings = names(target)
    if (strings.length > MANY_KEYS) return strings
    const symbols = getOwnPropertySymbols(target)
    if (symbols.length === 0) return strings
    const keys: Key[] = []
    for (let index = 0; index < strings.length; index++) keys[index] = strings[index] ?? ''
    for (let index = 0; index < symbols.length; index++) {
      const symbol = symbols[index]
      if (symbol !== undefined && getOwnPropertyDescriptor(target, symbol)?.enumerable === true) {
        keys[keys.length] = symbol
      }
    }
    return keys
  }
  const all = (target: object): readonly Key[] => {
    const strings = names(target)
    return strings.length > MANY_KEYS ? strings : allOwnKeys(target)
  }
  const slots = (target: object, type: ValueType): Slots => {
    const known = weakGet(slotsOf, target)
    if (known !== undefined) return known
    const read = readSlots(target, type, engine, () => names(target).length)
    if (read !== NO_SLOTS) weakSet(slotsOf, target, read)
    return read
  }
  return {
    enumerable,
    all,
    slots,
    inherited: (target, type) => unlike(inheritedAccessors(target, type, getters), slots(target, type)),
    forgetSlots: () => {
      slotsOf = new WeakMap()
      getters = new WeakMap()
    },
  }
}
