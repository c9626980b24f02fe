type Listener = (error: Error) => void

const isError = Error.isError
let listener: Listener | undefined

/** Passes a callback's first argument on, after telling who listens that it is an error. Called from the app's frame. */
export function handOver(value: unknown): unknown {
  if (listener !== undefined && typeof value === 'object' && isError(value)) listener(value)
  return value
}

/** `listen` must not throw, and may only take note. One listener at a time; undefined ends it. */
export function onHandOver(listen: Listener | undefined): void {
  listener = listen
}
