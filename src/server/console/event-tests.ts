import { createHook } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import type { Vital } from './smoke-tests.ts'

/** What calls others back, now or later: no server, signal or stream goes on without. */

type Loose = (...args: readonly unknown[]) => unknown

const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect
const { on, emit, removeListener } = EventEmitter.prototype as unknown as Record<
  'on' | 'emit' | 'removeListener',
  Loose
>
const { process: ownProcess, clearTimeout: stopTimeout, clearImmediate: stopImmediate } = globalThis
const noop = (): void => undefined

const run = (replacement: unknown, self: unknown, ...args: readonly unknown[]): unknown =>
  apply(replacement as Loose, self, args)

/** Whether a listener of ours hears of it. Nobody else has a listener for a symbol that nobody else has. */
function reaches(given: unknown, emitter: object): boolean {
  const probe = Symbol('inquest')
  let heard = false
  const listener = (): void => {
    heard = true
  }
  // By hand: adding a listener is told to those who listen to that, and they are the app's.
  const events: unknown = getOwnPropertyDescriptor(emitter, '_events')?.value
  if (typeof events !== 'object' || events === null) return true
  const property = { __proto__: null, value: listener, configurable: true, enumerable: true, writable: true }
  defineProperty(events, probe, property as PropertyDescriptor)
  try {
    run(given, emitter, probe)
  } finally {
    deleteProperty(events, probe)
  }
  return heard
}

/** Whether a listener that is added by it hears. What is made for `process` may take no notice of `this`. */
function listens(given: unknown, emitters: readonly object[]): boolean {
  const probe = Symbol('inquest')
  let heard = false
  const listener = (): void => {
    heard = true
  }
  run(given, emitters[0], probe, listener)
  for (let index = 0; index < emitters.length; index++) {
    apply(emit, emitters[index], [probe])
    apply(removeListener, emitters[index], [probe, listener])
  }
  return heard
}

const LISTENING = ['on', 'addListener', 'once', 'prependListener']

function listeningTo(holder: object, name: string, emitters: () => readonly object[]): readonly Vital[] {
  return LISTENING.map((key) => ({
    holder,
    key,
    name: `${name}.${key}`,
    works: (given) => listens(given, emitters()),
  }))
}

/** Whether Node has something to do when it was called: there is no waiting for that here. */
function isScheduled(kind: string, call: () => unknown): boolean {
  const made: object[] = []
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      if (type === kind) made[made.length] = resource
    },
  })
  hook.enable()
  try {
    const given = call()
    // A clock of a test, which has timers of its own.
    if (kind !== 'TickObject' && kind !== 'Microtask' && (typeof given === 'object' || typeof given === 'number'))
      return given !== null
    return made.length > 0
  } finally {
    hook.disable()
    for (let index = 0; index < made.length; index++) {
      if (kind === 'Timeout') stopTimeout(made[index] as NodeJS.Timeout)
      if (kind === 'Immediate') stopImmediate(made[index] as NodeJS.Immediate)
    }
  }
}

const later = (holder: object, key: string, name: string, kind: string): Vital => ({
  holder,
  key,
  name,
  works: (given) => isScheduled(kind, () => run(given, holder, noop, 1)),
})

const prototype: object = EventEmitter.prototype

export const CALLS_BACK: readonly Vital[] = [
  { holder: prototype, key: 'emit', name: 'EventEmitter.prototype.emit', works: (given) => reaches(given, listened()) },
  ...listeningTo(prototype, 'EventEmitter.prototype', () => [new EventEmitter()]),
  { holder: ownProcess, key: 'emit', name: 'process.emit', works: (given) => reaches(given, ownProcess) },
  ...listeningTo(ownProcess, 'process', () => [ownProcess]),
  later(ownProcess, 'nextTick', 'process.nextTick', 'TickObject'),
  later(globalThis, 'queueMicrotask', 'queueMicrotask', 'Microtask'),
  later(globalThis, 'setTimeout', 'setTimeout', 'Timeout'),
  later(globalThis, 'setInterval', 'setInterval', 'Timeout'),
  later(globalThis, 'setImmediate', 'setImmediate', 'Immediate'),
]

/** `_events` is there from the first listener on. */
function listened(): object {
  const emitter = new EventEmitter()
  apply(on, emitter, ['any', noop])
  return emitter
}
