import * as intrinsics from './intrinsics.ts'
import { recordOf } from './record.ts'
import type { Slot } from './slots.ts'
import { cut, escapeControls } from './text-escape.ts'
import { inheritedData, inherits, ownData } from './value-kind.ts'

/** Names of events, and headers, that are told of one object. */
const MAX_NAMES = 100
/** Names of events in a preview. */
const MAX_SHOWN = 5

type Pairs = (readonly [name: string, value: unknown])[]

/** What streams, emitters and HTTP messages of Node's keep in state objects and lists: how they are doing, in words. */
export function nodeSlots(value: object): readonly Slot[] {
  const slots: Slot[] = []
  if (intrinsics.hasOwn(value, '_connections') && inherits(value, intrinsics.netServerPrototype)) {
    slots[slots.length] = { name: 'listening', value: isHandle(ownData(value, '_handle')) }
    slots[slots.length] = { name: '[[Connections]]', value: ownData(value, '_connections'), brief: '' }
  }
  if (intrinsics.hasOwn(value, '_header') && inherits(value, intrinsics.serverResponsePrototype))
    tellResponse(value, slots)
  if (intrinsics.hasOwn(value, 'reusedSocket') && inherits(value, intrinsics.outgoingMessagePrototype)) {
    const path = requestPath(value)
    if (path !== undefined) slots[slots.length] = { name: 'path', value: path }
  }
  const readable = stateOf(value, '_readableState', intrinsics.readableState)
  if (readable !== undefined) slots[slots.length] = readableSlot(readable)
  const writable = stateOf(value, '_writableState', intrinsics.writableState)
  if (writable !== undefined) slots[slots.length] = writableSlot(writable)
  const headers = headersOf(value)
  if (headers !== undefined) slots[slots.length] = { name: '[[Headers]]', value: headers, brief: '', long: 'headers' }
  const listeners = listenersOf(value)
  if (listeners !== undefined) {
    const alone = `<listeners: ${namesOf(listeners)}>`
    slots[slots.length] = { name: '[[Listeners]]', value: listeners, brief: '', alone }
  }
  return slots
}

function tellResponse(response: object, slots: Slot[]): void {
  // Until it is set it is on the prototype.
  const status = intrinsics.hasOwn(response, 'statusCode') ? undefined : inheritedData(response, 'statusCode')
  if (status !== undefined) slots[slots.length] = { name: 'statusCode', value: status.value }
  slots[slots.length] = { name: 'headersSent', value: isHandle(ownData(response, '_header')) }
  const ended = ownData(response, 'finished') === true
  const destroyed = ownData(response, 'destroyed') === true
  const told = recordOf([
    ['ended', ended],
    ['destroyed', destroyed],
  ])
  const word = ended ? 'ended' : destroyed ? 'destroyed' : 'open'
  slots[slots.length] = { name: '[[Writable]]', value: told, brief: `<writable: ${word}>` }
}

function isHandle(value: unknown): boolean {
  return value !== null && value !== undefined
}

/** The state object, where it is one that Node made: its accessors are then Node's, too. */
function stateOf(stream: object, key: string, prototype: object): object | undefined {
  const state = ownData(stream, key)
  if (typeof state !== 'object' || state === null || intrinsics.isProxy(state)) return undefined
  return intrinsics.getPrototypeOf(state) === prototype ? state : undefined
}

type Fact = readonly [name: string, getter: ((self: unknown) => unknown) | undefined]

function factsOf(state: object, facts: readonly Fact[]): { readonly pairs: Pairs; readonly is: object } {
  const pairs: Pairs = []
  const is = {}
  for (let index = 0; index < facts.length; index++) {
    const name = facts[index]?.[0] ?? ''
    const getter = facts[index]?.[1]
    if (getter === undefined) continue
    const told = getter(state)
    pairs[pairs.length] = [name, told]
    const property = { __proto__: null, value: told, enumerable: true }
    intrinsics.defineProperty(is, name, property as PropertyDescriptor)
  }
  pairs[pairs.length] = ['length', ownData(state, 'length')]
  pairs[pairs.length] = ['highWaterMark', ownData(state, 'highWaterMark')]
  return { pairs, is }
}

function readableSlot(state: object): Slot {
  const { pairs, is } = factsOf(state, intrinsics.readableFacts)
  const says = (name: string): unknown => ownData(is, name)
  const word = failing(says('errored'))
    ? 'errored'
    : says('endEmitted') === true
      ? 'ended'
      : says('destroyed') === true
        ? 'destroyed'
        : says('flowing') === true
          ? 'flowing'
          : says('flowing') === false
            ? 'paused'
            : 'not read yet'
  return { name: '[[Readable]]', value: recordOf(pairs), brief: `<readable: ${word}${waiting(state)}>` }
}

function writableSlot(state: object): Slot {
  const { pairs, is } = factsOf(state, intrinsics.writableFacts)
  const says = (name: string): unknown => ownData(is, name)
  const word = failing(says('errored'))
    ? 'errored'
    : says('finished') === true
      ? 'finished'
      : says('destroyed') === true
        ? 'destroyed'
        : says('ending') === true
          ? 'ending'
          : says('needDrain') === true
            ? 'full'
            : 'open'
  return { name: '[[Writable]]', value: recordOf(pairs), brief: `<writable: ${word}${waiting(state)}>` }
}

function failing(errored: unknown): boolean {
  return errored !== null && errored !== undefined && errored !== false
}

function waiting(state: object): string {
  const length = ownData(state, 'length')
  return typeof length === 'number' && length > 0 ? `, ${length} buffered` : ''
}

/** Of a request that goes out: behind an accessor, since Node 24.20. */
function requestPath(request: object): unknown {
  const symbols = intrinsics.getOwnPropertySymbols(request)
  for (let index = 0; index < symbols.length && index < MAX_NAMES; index++) {
    const symbol = symbols[index]
    if (symbol !== undefined && intrinsics.symbolDescription(symbol) === 'kPath') return ownData(request, symbol)
  }
  return undefined
}

/** Of a message that came in from its raw list, of one that goes out from what was set so far. */
function headersOf(message: object): object | undefined {
  const raw = ownData(message, 'rawHeaders')
  if (typeof raw === 'object' && raw !== null && !intrinsics.isProxy(raw) && intrinsics.isArray(raw)) {
    const pairs: Pairs = []
    const total = intrinsics.min(raw.length, 2 * MAX_NAMES)
    for (let index = 0; index + 1 < total; index += 2) {
      const name = ownData(raw, `${index}`)
      if (typeof name === 'string') join(pairs, intrinsics.toLowerCase(name), ownData(raw, `${index + 1}`))
    }
    return recordOf(pairs)
  }
  const out = outgoingHeaders(message)
  return out === undefined ? undefined : recordOf(out)
}

/** A header that came twice is told once, as Node would have it. */
function join(pairs: Pairs, name: string, value: unknown): void {
  for (let index = 0; index < pairs.length; index++) {
    const known = pairs[index]
    if (known?.[0] !== name) continue
    if (typeof known[1] === 'string' && typeof value === 'string') pairs[index] = [name, `${known[1]}, ${value}`]
    return
  }
  pairs[pairs.length] = [name, value]
}

function outgoingHeaders(message: object): Pairs | undefined {
  if (!intrinsics.hasOwn(message, 'outputData')) return undefined
  const symbols = intrinsics.getOwnPropertySymbols(message)
  for (let index = 0; index < symbols.length; index++) {
    const symbol = symbols[index]
    if (symbol === undefined || intrinsics.symbolDescription(symbol) !== 'kOutHeaders') continue
    const kept = ownData(message, symbol)
    if (typeof kept !== 'object' || kept === null || intrinsics.isProxy(kept)) return undefined
    const names = intrinsics.enumerableNames(kept)
    const pairs: Pairs = []
    for (let at = 0; at < names.length && at < MAX_NAMES; at++) {
      const name = names[at] ?? ''
      const pair = ownData(kept, name)
      if (typeof pair === 'object' && pair !== null && !intrinsics.isProxy(pair)) {
        pairs[pairs.length] = [name, ownData(pair, '1')]
      }
    }
    return pairs
  }
  return undefined
}

/** How many listeners each event has. */
function listenersOf(emitter: object): object | undefined {
  const events = ownData(emitter, '_events')
  if (typeof events !== 'object' || events === null || intrinsics.isProxy(events)) return undefined
  if (!inherits(emitter, intrinsics.emitterPrototype)) return undefined
  const names = intrinsics.allOwnKeys(events)
  const pairs: Pairs = []
  for (let index = 0; index < names.length && pairs.length < MAX_NAMES; index++) {
    const name = names[index]
    if (name === undefined) continue
    const listeners = ownData(events, name)
    const count = typeof listeners === 'function' ? 1 : lengthOf(listeners)
    if (count > 0) pairs[pairs.length] = [typeof name === 'symbol' ? symbolText(name) : name, count]
  }
  return pairs.length === 0 ? undefined : recordOf(pairs)
}

/** `sold (2), gone` */
function namesOf(listeners: object): string {
  const names = intrinsics.enumerableNames(listeners)
  let text = ''
  for (let index = 0; index < names.length && index < MAX_SHOWN; index++) {
    const name = names[index] ?? ''
    const count = ownData(listeners, name)
    text += `${index === 0 ? '' : ', '}${escapeControls(cut(name, 30))}${count === 1 ? '' : ` (${String(count)})`}`
  }
  return names.length > MAX_SHOWN ? `${text}, … ${names.length - MAX_SHOWN} more` : text
}

function lengthOf(list: unknown): number {
  if (typeof list !== 'object' || list === null || intrinsics.isProxy(list) || !intrinsics.isArray(list)) return 0
  return list.length
}

function symbolText(symbol: symbol): string {
  return `Symbol(${intrinsics.symbolDescription(symbol) ?? ''})`
}
