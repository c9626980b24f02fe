/** Loads the room, replaces every method of the language it can, looks at values, and tells what it saw before and then. */
/* global Blob, Buffer, Event, TextDecoder, URL, performance */
import { createSecretKey, KeyObject } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readdirSync } from 'node:fs'
import { Readable } from 'node:stream'
import { createRedactor, createValueTable, describeError, previewOf } from '../../src/server/snapshot/index.ts'

const values = {
  map: new Map([
    ['password', 'x'],
    ['tea', 4],
  ]),
  set: new Set([1]),
  list: [1, , 3], // eslint-disable-line no-sparse-arrays -- a hole is wanted
  date: new Date(0),
  regexp: /a/gi,
  big: 1n,
  bytes: new Uint8Array([7]),
  buffer: Buffer.from('a'),
  boxed: Object('s'),
  error: new TypeError('bad', { cause: new Error('worse') }),
  symbol: Symbol('s'),
  text: `a"'\n${'z'.repeat(300)}`,
  named: function named() {},
  url: new URL('http://localhost/'),
  apiKey: 'k',
  note: 'password=hunter2',
  card: 4242424242424242,
  numbers: [4242424242424242],
  token: undefined,
  path: await import('node:path'),
  blob: new Blob(['abc']),
  key: createSecretKey(new Uint8Array(3)),
  money: new Intl.NumberFormat('de'),
  decoder: new TextDecoder(),
  memory: new ArrayBuffer(3),
  event: new Event('go'),
  emitter: new EventEmitter().on('a', () => 1),
  readable: new Readable(),
  entry: readdirSync('.', { withFileTypes: true })[0],
}
const redactor = createRedactor()
const look = () => {
  const table = createValueTable({ prefix: 'v', redactor })
  const view = table.view(values)
  const variable = table.variable('sessionToken', 'x')
  const scope = table.variablesOf(values)
  table.capture(Infinity)
  const inside = table.expand(view.ref, 0, 100)
  const { name, message, causes } = describeError(values.error, table)
  const preview = previewOf(values, { maxMembers: 60, maxLength: 6000, redactor })
  return { preview, variable, scope, inside, name, message, cause: previewOf(causes[0].thrown) }
}

const iteratorOf = (iterable) => Object.getPrototypeOf(iterable[Symbol.iterator]())
const holders = [
  ...[Map, Set, WeakMap, Date, RegExp, String, Number, BigInt, Symbol, Error, Promise, Array, Function, Object, URL],
  ...[Blob, KeyObject, Intl.NumberFormat, Intl.DateTimeFormat, TextDecoder, Event, EventEmitter, Readable, ArrayBuffer],
  Object.getPrototypeOf(Uint8Array),
].map(({ prototype }) => prototype)
holders.push(iteratorOf(new Map()), iteratorOf(new Set()), iteratorOf([]), Reflect, Object, Array, Number, Math, JSON)
holders.push(Object.getPrototypeOf(performance))

const ran = []
const undo = []
const { defineProperty } = Object
for (const holder of holders) {
  for (const key of Reflect.ownKeys(holder)) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, key)
    const isMethod = typeof descriptor.value === 'function' && key !== 'constructor'
    if (!descriptor.configurable || (!isMethod && descriptor.get === undefined)) continue
    const spoiled = () => {
      ran[ran.length] = key
      throw new Error('a replacement ran')
    }
    const replacement = isMethod
      ? { value: spoiled, configurable: true, writable: true }
      : { get: spoiled, set: descriptor.set, configurable: true }
    undo[undo.length] = { holder, key, descriptor, replacement }
  }
}

const before = look()
for (let index = 0; index < undo.length; index++) {
  const step = undo[index]
  defineProperty(step.holder, step.key, step.replacement)
}
let after
try {
  after = look()
} catch (error) {
  after = error
}
for (let index = 0; index < undo.length; index++) {
  const step = undo[index]
  defineProperty(step.holder, step.key, step.descriptor)
}
if (after instanceof Error) console.error(after)
console.log(JSON.stringify({ ran: ran.map(String), before, after, spoiled: undo.length }))
