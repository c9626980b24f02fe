import type { FailureCode } from '../../shared/failure.ts'

/** What can go wrong on the way to the debugger, seen from the browser. */
export interface ClientFailure {
  readonly code: FailureCode | 'offline' | 'malformed' | 'aborted'
  readonly message: string
  readonly remedy?: string
  /** HTTP status; 0 where there was no answer. */
  readonly status: number
  /** From `Retry-After`, seconds. */
  readonly retryAfterSeconds?: number
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ClientFailure }

/** What the page as a whole has to say about a failure, where it is not only about one request. */
export type Trouble = 'offline' | 'expired' | 'gone'

export const troubleOf = (failure: ClientFailure): Trouble | undefined => {
  if (failure.code === 'offline') return 'offline'
  if (failure.code === 'locked' || failure.status === 401) return 'expired'
  if (failure.code === 'gone' || failure.code === 'not-found') return 'gone'
  return undefined
}

/** One calm sentence and what to do. */
export const describeTrouble = (trouble: Trouble): string => {
  switch (trouble) {
    case 'offline':
      return 'The app does not answer. It may be restarting: what is on this page stays, try again in a moment.'
    case 'expired':
      return 'Your session has ended. Unlock again to go on; what you typed is kept.'
    case 'gone':
      return 'This traceback is no longer kept by the app. What is on this page stays readable; repeat the request for a new one.'
  }
}

/** The sentence under the PIN field. `waitSeconds` is what is left of the delay. */
export const describeUnlockFailure = (failure: ClientFailure, waitSeconds: number): string => {
  if (failure.status === 429 || failure.code === 'too-many-tries') {
    return waitSeconds > 0
      ? `Too many wrong tries. Try again in ${waitSeconds} s.`
      : 'Too many wrong tries. You can try again now.'
  }
  if (failure.code === 'wrong-pin') return 'That is not the PIN. It is in the terminal where the app was started.'
  if (failure.code === 'wrong-token')
    return 'This link has been used or is too old. Enter the PIN, or take a new link from the terminal.'
  if (failure.code === 'offline') return 'The app does not answer. Try again in a moment.'
  return failure.message
}
