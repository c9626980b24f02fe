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
  }
}

function guard(name: string, isConsole: () => boolean): () => void {
  const original: unknown = Reflect.get(process, name)
  if (typeof original !== 'function') return () => undefined
  const guarded = function (this: unknown, ...args: unknown[]): unknown {
    const endsApp = name !== 'kill' || args[0] === process.pid || args[0] === 0
    if (endsApp && isConsole()) throw new ExitRefusedError(`process.${name}(${args.map(String).join(', ')})`)
    return Reflect.apply(original, this, args)
  }
  Reflect.set(process, name, guarded)
  return () => {
    if (Reflect.get(process, name) === guarded) Reflect.set(process, name, original)
  }
}
