import { EventEmitter } from 'node:events'

/**
 * Calls the app's listeners. In the stack of an error that the app makes, this call and all of the debugger's below it
 * are told apart by it: see `stackBelowApp`.
 */
export type EnterApp = (self: unknown, args: readonly unknown[]) => readonly unknown[]

/** What stands below the app without us, innermost first. */
export interface StackBelow {
  /** The text of the `emit` that the debugger stands in for: V8 has no call site of it. */
  readonly innermost?: string
  /** Of whoever called the debugger. */
  readonly sites: readonly NodeJS.CallSite[]
}

interface Entry {
  readonly emitter: EventEmitter | undefined
  readonly listeners: number
  readonly sites: readonly NodeJS.CallSite[]
}

/** Of the last requests: a stack is read soon, or never. */
const MAX_ENTRIES = 256
const entries = new Map<string, Entry>()
let count = 0

const { apply } = Reflect
const { captureStackTrace } = Error

type ReadTrace = (holder: object) => readonly NodeJS.CallSite[]
let readTrace: ReadTrace | undefined

/** `read` takes the call sites that `Error.captureStackTrace` has kept on an object. Nobody asks for them without it. */
export function keepEntries(read: ReadTrace): void {
  readTrace = read
}

/** `emitter`: the app's listeners are called in the place of its `emit`. Frames above `caller` and its own are not kept. */
export function enterApp(
  caller: (...args: never[]) => unknown,
  listeners: readonly unknown[],
  emitter?: EventEmitter,
): EnterApp {
  // At once, which adds a microsecond: while V8 formats one stack it makes text of all others without asking anybody.
  const holder = {}
  if (readTrace !== undefined) captureStackTrace(holder, caller)
  const sites = readTrace?.(holder) ?? []
  // All that a stack tells of a function of ours is its name.
  const name = `inquest:entry:${count++}`
  if (count > MAX_ENTRIES) entries.delete(`inquest:entry:${count - 1 - MAX_ENTRIES}`)
  entries.set(name, { emitter, listeners: listeners.length, sites })
  const { [name]: enter } = {
    [name]: (self: unknown, args: readonly unknown[]): readonly unknown[] => {
      const results: unknown[] = []
      for (let index = 0; index < listeners.length; index++)
        results[index] = apply(listeners[index] as () => unknown, self, args)
      return results
    },
  }
  return enter as EnterApp
}

/** What stands below the app where the debugger calls it from a function of this name. */
export function stackBelowApp(functionName: string): StackBelow | undefined {
  const entry = entries.get(functionName)
  if (entry === undefined) return undefined
  const { emitter, listeners, sites } = entry
  const emit = emitter && emitSites.get(Math.min(listeners, 2))
  return emit === undefined
    ? { sites }
    : { innermost: emit.replace('EventEmitter.', () => `${emitter?.constructor.name ?? ''}.`), sites }
}

const emitSites = new Map<number, string>()

/** To be called before the app can have changed how stacks are made. */
export function learnEmitSites(): void {
  // Node's own text for `emit` differs with the number of listeners.
  for (const listeners of [1, 2]) {
    const probe = new EventEmitter()
    let stack = ''
    for (let index = 0; index < listeners; index++) probe.on('probe', () => (stack = new Error('probe').stack ?? ''))
    probe.emit('probe')
    const [, site] = /^ {4}at (EventEmitter\.emit \(.*)$/m.exec(stack) ?? []
    if (site !== undefined) emitSites.set(listeners, site)
  }
}
