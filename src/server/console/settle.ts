import type { Limited } from './time-limit.ts'
import type { Turns } from './turn.ts'

/** What came of an input that awaits; `timeout`: one of its steps was stopped. */
export type Outcome = Limited<unknown>

export type Settled = Outcome | { readonly kind: 'pending'; readonly why: 'timeout' | 'interrupted' }

export interface AwaitOptions {
  /** Milliseconds. */
  readonly limit: number
  readonly signal: AbortSignal | undefined
  readonly turns: Turns
  /** What came of it after the developer was told that it takes too long. */
  onLate(result: Outcome): void
}

/** What comes of an async function's promise. */
export function outcomeOf(promise: unknown): Promise<Outcome> {
  return Promise.resolve(promise).then(
    (value: unknown): Outcome => ({ kind: 'value', value }),
    (error: unknown): Outcome => ({ kind: 'threw', error }),
  )
}

/**
 * Waits for what comes of an awaiting input, outside the pause, with the app running. What is not waited for any longer
 * goes on by itself.
 */
export async function awaitResult(
  outcome: Promise<Outcome>,
  { limit, signal, turns, onLate }: AwaitOptions,
): Promise<Settled> {
  let told: 'timeout' | 'interrupted' | undefined
  const answer = outcome.then((result) => {
    if (told === 'timeout') onLate(result)
    return result
  })
  const over = Promise.withResolvers<Settled>()
  const giveUp = (why: 'timeout' | 'interrupted') => (): void => {
    told = why
    turns.giveUp(why)
    over.resolve({ kind: 'pending', why })
  }
  const timer = setTimeout(giveUp('timeout'), limit)
  const onAbort = giveUp('interrupted')
  if (signal?.aborted === true) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([over.promise, answer])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
