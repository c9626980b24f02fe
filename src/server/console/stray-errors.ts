type Emit = (this: NodeJS.Process, event: string | symbol, ...args: unknown[]) => boolean

/** An error that nobody caught, thrown by something that a console input started. */
export interface StrayError {
  readonly error: unknown
  readonly kind: 'uncaughtException' | 'unhandledRejection'
}

/**
 * A rejection that an input leaves behind, or a throw in a timer it set, would end the app, or reach handlers that do.
 * Node tells the process of both in the async context they come from: those of a console are reported to it and go no
 * further, everybody else's go on untouched.
 */
export function catchStrayErrors(isConsole: () => boolean, report: (stray: StrayError) => void): () => void {
  const emit = process.emit as Emit
  const watched: Emit = function (event, ...args) {
    switch (event) {
      case 'uncaughtExceptionMonitor':
        if (isConsole()) return true
        break
      case 'uncaughtException':
      case 'unhandledRejection':
        if (!isConsole()) break
        report({ error: args[0], kind: event })
        return true
      default:
    }
    return Reflect.apply(emit, this, [event, ...args])
  }
  process.emit = watched as typeof process.emit
  return () => {
    if ((process.emit as unknown) === watched) process.emit = emit as typeof process.emit
  }
}
