import type { Entered } from '../capture/index.ts'
import type { Turns } from './turn.ts'

export type Settled =
  Extract<Entered, { kind: 'value' | 'threw' }> | { readonly kind: 'pending'; readonly why: 'timeout' | 'interrupted' }

export interface AwaitOptions {
  /** Milliseconds. */
  readonly limit: number
  readonly signal: AbortSignal | undefined
  readonly turns: Turns
  /** What came of it after the developer was told that it takes too long. */
  onLate(result: Extract<Entered, { kind: 'value' | 'threw' }>): void
}

/**
 * Waits for the promise of an awaiting input, outside the pause, with the app running. What is not waited for any longer
 * goes on by itself.
 */
export async function awaitResult(promise: unknown, { limit, signal, turns, onLate }: AwaitOptions): Promise<Settled> {
  let told: 'timeout' | 'interrupted' | undefined
  const answer = Promise.resolve(promise).then(
    (result: unknown): Settled => settle({ kind: 'value', value: result }),
    (error: unknown): Settled => settle({ kind: 'threw', error }),
  )
  const settle = (result: Extract<Settled, { kind: 'value' | 'threw' }>): Settled => {
    if (told === 'timeout') onLate(result)
    return result
  }
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
