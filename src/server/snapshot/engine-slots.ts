/** Objects whose state is in the engine: told by Node's and V8's own functions, saved before the app can replace them. */
import { createPublicKey, createSecretKey, KeyObject } from 'node:crypto'
import * as intrinsics from './intrinsics.ts'
import type { Slot } from './slots.ts'

type Call = (self: unknown, ...args: readonly unknown[]) => unknown

interface EngineKind {
  readonly prototype: object
  /** Throws where it is another kind, without looking for anything else on it. */
  readonly check: Call | undefined
  readonly read: (value: object) => readonly Slot[]
}

const bindCall = Function.prototype.bind.bind(Function.prototype.call) as unknown as (method: unknown) => Call

function methodOf(holder: object, key: string): Call | undefined {
  const method: unknown = Object.getOwnPropertyDescriptor(holder, key)?.value
  return typeof method === 'function' ? bindCall(method) : undefined
}

function getterOf(holder: object, key: string): Call | undefined {
  const getter: unknown = Object.getOwnPropertyDescriptor(holder, key)?.get
  return typeof getter === 'function' ? bindCall(getter) : undefined
}

/** Told first: what one has asked for. `locale` is always there. */
const FIRST = ['locale', 'style', 'currency', 'unit', 'type', 'dateStyle', 'timeStyle', 'timeZone', 'granularity']

/** `resolvedOptions` of two of the classes would look further on what is none of theirs; `check` does not. */
const INTL: readonly (readonly [name: string, check: string])[] = [
  ['NumberFormat', 'formatToParts'],
  ['DateTimeFormat', 'formatToParts'],
  ['Collator', 'resolvedOptions'],
  ['PluralRules', 'resolvedOptions'],
  ['ListFormat', 'resolvedOptions'],
  ['RelativeTimeFormat', 'resolvedOptions'],
  ['DisplayNames', 'resolvedOptions'],
  ['Segmenter', 'resolvedOptions'],
  ['DurationFormat', 'resolvedOptions'],
]

function intlKinds(): readonly EngineKind[] {
  const kinds: EngineKind[] = []
  for (const [name, check] of INTL) {
    const maker: unknown = Object.getOwnPropertyDescriptor(Intl, name)?.value
    if (typeof maker !== 'function') continue
    const prototype = maker.prototype as object
    const options = methodOf(prototype, 'resolvedOptions')
    if (options === undefined) continue
    kinds.push({ prototype, check: methodOf(prototype, check), read: (value) => optionSlots(options(value) as object) })
  }
  const locale = Intl.Locale.prototype as object
  const baseName = getterOf(locale, 'baseName')
  kinds.push({
    prototype: locale,
    check: baseName,
    read: (value) => [{ name: 'baseName', value: baseName?.(value) }],
  })
  return kinds
}

function optionSlots(options: object): readonly Slot[] {
  const slots: Slot[] = []
  const add = (name: string): void => {
    const property = intrinsics.getOwnPropertyDescriptor(options, name)
    if (property !== undefined) slots[slots.length] = { name, value: property.value }
  }
  for (let index = 0; index < FIRST.length; index++) add(FIRST[index] ?? '')
  const names = intrinsics.enumerableNames(options)
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? ''
    let isFirst = false
    for (let at = 0; at < FIRST.length; at++) isFirst ||= FIRST[at] === name
    if (!isFirst) add(name)
  }
  return slots
}

/** What accessors of Node's tell; `holder` is where the accessor is. */
function accessorKind(prototype: object, parts: readonly (readonly [holder: object, name: string])[]): EngineKind {
  const getters = parts.map(([holder, name]) => [name, getterOf(holder, name)] as const)
  return {
    prototype,
    check: getters[0]?.[1],
    read: (value) => {
      const slots: Slot[] = []
      for (let index = 0; index < getters.length; index++) {
        const getter = getters[index]
        if (getter?.[1] !== undefined) slots[slots.length] = { name: getter[0], value: getter[1](value) }
      }
      return slots
    },
  }
}

/** A public key, of which there are only the class and its accessors to be had: RFC 8037, appendix A.2. */
const SAMPLE = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }

function keyKinds(): readonly EngineKind[] {
  const type = [KeyObject.prototype, 'type'] as const
  const kinds: EngineKind[] = []
  const secret = Object.getPrototypeOf(createSecretKey(new Uint8Array(1))) as object
  kinds.push(accessorKind(secret, [type, [secret, 'symmetricKeySize']]))
  const crypto = CryptoKey.prototype
  kinds.push(
    accessorKind(
      crypto,
      (['type', 'extractable', 'algorithm', 'usages'] as const).map((name) => [crypto, name]),
    ),
  )
  try {
    const key = createPublicKey({ key: SAMPLE, format: 'jwk' })
    const asymmetric = Object.getPrototypeOf(Object.getPrototypeOf(key)) as object
    kinds.push(accessorKind(asymmetric, [type, [asymmetric, 'asymmetricKeyType']]))
  } catch {
    // A Node without that kind of key: then there is less to tell.
  }
  return kinds
}

const KINDS: readonly EngineKind[] = [...intlKinds(), ...keyKinds()]

/** Undefined for what is none of these. An impostor is found out by the engine itself. */
export function engineSlots(value: object): readonly Slot[] | undefined {
  const prototype = intrinsics.getPrototypeOf(value) as object | null
  if (prototype === null || prototype === intrinsics.objectPrototype || intrinsics.isProxy(prototype)) return undefined
  const above = intrinsics.getPrototypeOf(prototype) as object | null
  for (let index = 0; index < KINDS.length; index++) {
    const kind = KINDS[index]
    if (kind === undefined || (kind.prototype !== prototype && kind.prototype !== above)) continue
    if (kind.check === undefined || hasAccessors(value)) return undefined
    try {
      kind.check(value)
      return kind.read(value)
    } catch {
      return undefined // Only pretends to be one.
    }
  }
  return undefined
}

/** Node up to 24.12 keeps the state of keys behind symbols, where an impostor could have accessors. */
function hasAccessors(value: object): boolean {
  const keys = intrinsics.allOwnKeys(value)
  for (let index = 0; index < keys.length; index++) {
    const property = intrinsics.getOwnPropertyDescriptor(value, keys[index] ?? '')
    if (property === undefined || !intrinsics.hasOwn(property, 'value')) return true
  }
  return false
}
