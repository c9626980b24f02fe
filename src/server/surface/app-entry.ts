import { EventEmitter } from 'node:events'

/**
 * Calls the app's listeners. In the stack of an error that the app makes, this call and all of the debugger's below it
 * are told apart by it: see `stackBelowApp`.
 */
export type EnterApp = (self: unknown, args: readonly unknown[]) => readonly unknown[]

/** What stands below the app without us: the frames of whoever called the debugger, and the `emit` that it stands in for. */
interface Entry {
  readonly emitter: EventEmitter | undefined
  readonly listeners: number
  /** Frames as V8 keeps them; only when somebody reads a stack are they made into text. */
  readonly stack?: string
}

/** Of the last requests: a stack is read soon, or never. */
const MAX_ENTRIES = 256
const entries = new Map<string, Entry>()
let count = 0

const { apply } = Reflect
const { captureStackTrace } = Error

/** `emitter`: the app's listeners are called in the place of its `emit`. Frames above `caller` and its own are not kept. */
export function enterApp(
  caller: (...args: never[]) => unknown,
  listeners: readonly unknown[],
  emitter?: EventEmitter,
): EnterApp {
  const entry: Entry = { emitter, listeners: listeners.length }
  captureStackTrace(entry, caller)
  // All that a stack tells of a function of ours is its name.
  const name = `inquest:entry:${count++}`
  if (count > MAX_ENTRIES) entries.delete(`inquest:entry:${count - 1 - MAX_ENTRIES}`)
  entries.set(name, entry)
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

/** The lines below the app, innermost first, where a frame is the debugger's call of it. Reads a stack, so it formats one. */
export function stackBelowApp(site: NodeJS.CallSite): readonly string[] | undefined {
  const entry = entries.get(site.getFunctionName() ?? '')
  if (entry === undefined) return undefined
  const { emitter, listeners, stack = '' } = entry
  const below = stack.split('\n').filter((line) => /^ {4}at /.test(line))
  return emitter === undefined ? below : [emitLine(emitter, listeners), ...below]
}

const emitLines = new Map<number, string>()

/** Node's own line for `emit`, which differs with the number of listeners. */
function emitLine(emitter: EventEmitter, listeners: number): string {
  const kind = Math.min(listeners, 2)
  let line = emitLines.get(kind)
  if (line === undefined) {
    const probe = new EventEmitter()
    let stack = ''
    for (let index = 0; index < kind; index++) probe.on('probe', () => (stack = new Error('probe').stack ?? ''))
    probe.emit('probe')
    line = stack.split('\n').find((one) => one.includes('EventEmitter.emit (')) ?? ''
    emitLines.set(kind, line)
  }
  return line.replace('EventEmitter.', () => `${emitter.constructor.name}.`)
}
