import type { Capture } from './capture.ts'

/**
 * Errors of other `node:vm` contexts. V8 gives a description of one while it is thrown, but not the object; when the app
 * has caught it, it is known by that description, which names every position of its stack.
 */
export interface Strangers {
  add(description: string, capture: Omit<Capture, 'thrown'>): void
  /** The capture of an error that was a stranger when it was thrown; once. */
  claim(error: object): Capture | undefined
}

const KEPT = 10

export function createStrangers(describe: (value: object) => string | undefined): Strangers {
  const waiting: { readonly description: string; readonly capture: Omit<Capture, 'thrown'> }[] = []
  return {
    add(description, capture) {
      // Node throws it once more on its way out of the other context.
      if (waiting.some((stranger) => stranger.description === description)) return
      if (waiting.length >= KEPT) waiting.shift()
      waiting.push({ description, capture })
    },
    claim(error) {
      if (waiting.length === 0 || !Error.isError(error)) return undefined
      const description = describe(error)
      const index = waiting.findIndex((stranger) => stranger.description === description)
      const [found] = index === -1 ? [] : waiting.splice(index, 1)
      return found && { ...found.capture, thrown: error }
    },
  }
}
