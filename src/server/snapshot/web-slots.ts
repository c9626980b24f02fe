import type { EngineKnowledge } from './engine-knowledge.ts'
import * as intrinsics from './intrinsics.ts'
import type { Slot } from './slots.ts'
import { classOf, ownData, type ValueType } from './value-kind.ts'

/** Headers, fields or parameters of one object. */
const MAX_ENTRIES = 200

type Fields = readonly { readonly name: string; readonly value: unknown }[]

/**
 * What the classes of fetch keep in private fields (undici's names, Node 24), and URLs in the engine: as the names by
 * which everybody knows it. Undefined where it is none of those, or is made in another way: then the fields are shown as
 * they are.
 */
export function webSlots(
  value: object,
  type: ValueType,
  fields: Fields,
  engine: EngineKnowledge,
): readonly Slot[] | undefined {
  if (type === 'url') return urlSlots(value)
  if (type === 'searchparams') return parameterSlots(value)
  const label = classOf(value)
  const name = 'name' in label ? label.name : ''
  if (fields.length === 0) return streamSlots(value, name)
  const headersList = fieldOf(fields, '#headersList')
  if (headersList !== undefined) return headerSlots(headersList)
  const plain = fieldOf(fields, '#state')
  // What `fetch` gives back is filtered: there the state is a proxy, which tells its `type` otherwise.
  const state = plain ?? targetOf(fields, '#state', engine)
  if (state === undefined) return undefined
  if (intrinsics.isArray(state)) return formSlots(state)
  const headers = { name: 'headers', value: fieldOf(fields, '#headers') }
  const body = objectIn(state, 'body')
  const stream = body === undefined ? null : ownData(body, 'stream')
  const source = body === undefined ? undefined : ownData(body, 'source')
  const ending: Slot[] = [headers, { name: 'body', value: stream }]
  if (typeof source === 'string') ending[ending.length] = { name: '[[BodyText]]', value: source, brief: '' }
  const own = (key: string): Slot => ({ name: key, value: ownData(state, key) })
  const status = ownData(state, 'status')
  if (typeof status === 'number') {
    const address = lastOf(ownData(state, 'urlList'))
    const start = [own('status'), own('statusText'), { name: 'url', value: addressText(address) }]
    return append(plain === undefined ? start : append(start, [own('type')]), ending)
  }
  if (typeof ownData(state, 'method') !== 'string') return undefined
  const address = addressText(lastOf(ownData(state, 'urlList')))
  const start = [own('method'), { name: 'url', value: address }]
  return append(append(start, ending), [own('mode'), own('redirect'), own('cache'), own('credentials')])
}

function urlSlots(url: object): readonly Slot[] {
  const slots: Slot[] = []
  for (let index = 0; index < intrinsics.urlParts.length; index++) {
    const part = intrinsics.urlParts[index]
    if (part !== undefined) slots[slots.length] = { name: part[0], value: part[1](url) }
  }
  return slots
}

function parameterSlots(parameters: object): readonly Slot[] {
  const slots: Slot[] = []
  intrinsics.eachSearchParam(parameters, (value, name) => {
    if (slots.length < MAX_ENTRIES) slots[slots.length] = { name, value }
  })
  return slots
}

/** The list of undici: names in lower case with the name and value as they came. */
function headerSlots(list: object): readonly Slot[] | undefined {
  const map = ownData(list, 'headersMap')
  if (!intrinsics.isMap(map)) return undefined
  const slots: Slot[] = []
  const entries = intrinsics.mapEntries(map)
  for (let step = intrinsics.nextEntry(entries); step.done !== true; step = intrinsics.nextEntry(entries)) {
    if (slots.length >= MAX_ENTRIES) break
    const name = step.value[0]
    const kept = step.value[1]
    if (typeof name !== 'string' || typeof kept !== 'object' || kept === null || intrinsics.isProxy(kept)) continue
    slots[slots.length] = { name, value: ownData(kept, 'value') }
  }
  return slots
}

function formSlots(state: object): readonly Slot[] {
  const slots: Slot[] = []
  const total = intrinsics.min((state as readonly unknown[]).length, MAX_ENTRIES)
  for (let index = 0; index < total; index++) {
    const field = ownData(state, `${index}`)
    if (typeof field !== 'object' || field === null || intrinsics.isProxy(field)) continue
    const name = ownData(field, 'name')
    if (typeof name === 'string') slots[slots.length] = { name, value: ownData(field, 'value') }
  }
  return slots
}

const STREAMS: Readonly<Record<string, string>> = {
  ReadableStream: 'readable',
  WritableStream: 'writable',
  TransformStream: 'transform',
}

/** Streams of the web, and what else of Node's keeps a state behind a symbol. */
function streamSlots(stream: object, name: string): readonly Slot[] {
  if (name === 'AbortSignal') {
    const aborted = bySymbol(stream, 'kAborted')
    if (typeof aborted !== 'boolean') return []
    const told = { name: 'aborted', value: aborted }
    return aborted ? [told, { name: 'reason', value: bySymbol(stream, 'kReason') }] : [told]
  }
  if (!intrinsics.hasOwn(STREAMS, name)) return []
  const state = bySymbol(stream, 'kState')
  if (typeof state !== 'object' || state === null || intrinsics.isProxy(state)) return []
  const told = ownData(state, 'state')
  const reader = ownData(state, name === 'WritableStream' ? 'writer' : 'reader')
  const slots: Slot[] = []
  if (typeof told === 'string') slots[slots.length] = { name: 'state', value: told }
  if (name !== 'TransformStream') slots[slots.length] = { name: 'locked', value: reader !== undefined }
  return slots
}

function bySymbol(target: object, description: string): unknown {
  const symbols = intrinsics.getOwnPropertySymbols(target)
  for (let index = 0; index < symbols.length && index < 50; index++) {
    const symbol = symbols[index]
    if (symbol !== undefined && intrinsics.symbolDescription(symbol) === description) return ownData(target, symbol)
  }
  return undefined
}

function fieldOf(fields: Fields, name: string): object | undefined {
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]
    if (field?.name !== name || typeof field.value !== 'object' || field.value === null) continue
    return intrinsics.isProxy(field.value) ? undefined : field.value
  }
  return undefined
}

function targetOf(fields: Fields, name: string, engine: EngineKnowledge): object | undefined {
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]
    if (field?.name !== name || !intrinsics.isProxy(field.value)) continue
    const target = engine.proxy(field.value as object)?.target
    return typeof target === 'object' && target !== null && !intrinsics.isProxy(target) ? target : undefined
  }
  return undefined
}

function objectIn(target: object, key: string): object | undefined {
  const value = ownData(target, key)
  return typeof value === 'object' && value !== null && !intrinsics.isProxy(value) ? value : undefined
}

function lastOf(list: unknown): unknown {
  if (typeof list !== 'object' || list === null || intrinsics.isProxy(list) || !intrinsics.isArray(list)) return ''
  return list.length === 0 ? '' : ownData(list, `${list.length - 1}`)
}

function addressText(url: unknown): string {
  try {
    return typeof url === 'object' && url !== null ? intrinsics.urlHref(url) : ''
  } catch {
    return '' // something else by that name
  }
}

export function append(first: readonly Slot[], second: readonly Slot[]): Slot[] {
  const slots: Slot[] = []
  for (let index = 0; index < first.length; index++) slots[slots.length] = first[index] as Slot
  for (let index = 0; index < second.length; index++) slots[slots.length] = second[index] as Slot
  return slots
}
