import { defineValue } from './own-value.ts'

/**
 * `process.exit()` typed into a console would take the app down with it. Calls made on behalf of an evaluation are
 * refused with an error; everybody else's go through untouched.
 */
export function guardExits(isConsole: () => boolean): () => void {
  const restore = (['exit', 'reallyExit', 'abort', 'kill'] as const).map((name) => guard(name, isConsole))
  return () => {
    for (const step of restore) step()
  }
}

/** The process would have ended. */
export class ExitRefusedError extends Error {
  readonly code = 'INQUEST_EXIT_REFUSED'
  constructor(call: string) {
    super(`${call} was stopped: it would end the app. Stop the app from its own terminal.`)
    this.name = 'ExitRefusedError'
    // All of it would be the debugger's own.
    this.stack = `ExitRefusedError: ${this.message}`
  }
}

function guard(name: string, isConsole: () => boolean): () => void {
  const own = Object.getOwnPropertyDescriptor(process, name)
  const original: unknown = own?.value ?? Reflect.get(process, name)
  if (typeof original !== 'function') return () => undefined
  const guarded = function (this: unknown, ...args: unknown[]): unknown {
    if ((name !== 'kill' || killsApp(args[0], args[1])) && isConsole()) {
      throw new ExitRefusedError(`process.${name}(${args.map(argumentText).join(', ')})`)
    }
    return Reflect.apply(original, this, args)
  }
  for (const key of ['name', 'length']) {
    defineValue(guarded, key, Reflect.get(original, key))
  }
  Reflect.set(process, name, guarded)
  return () => {
    if (Reflect.get(process, name) === guarded) Reflect.set(process, name, original)
  }
}

/** Signal 0 only asks; 0, -1 and our own id with a minus are groups that the app belongs to, or may. */
function killsApp(target: unknown, signal: unknown): boolean {
  if (signal === 0) return false
  const id = typeof target === 'string' || typeof target === 'number' ? Number(target) : 0
  return id === 0 || id === -1 || Math.abs(id) === process.pid
}

function argumentText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : typeof value
}
