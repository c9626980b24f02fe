import type { Failure, FailureCode } from '../../shared/failure.ts'

/** An expected "no": a status, a body for people and programs, and the headers that belong to it. */
export interface Refusal {
  readonly ok: false
  readonly status: number
  readonly failure: Failure
  readonly headers?: Readonly<Record<string, string>>
}

/** Builds a refusal. `remedy` is the one line that would change it. */
export function refuse(status: number, code: FailureCode, message: string, remedy?: string): Refusal {
  return { ok: false, status, failure: remedy === undefined ? { code, message } : { code, message, remedy } }
}

/** 429 with `Retry-After` in whole seconds. The link always works, because its token cannot be guessed. */
export function refuseForNow(seconds: number): Refusal {
  const refusal = refuse(
    429,
    'too-many-tries',
    `Too many wrong tries. Wait ${seconds} s before the next one.`,
    'A fresh link works without waiting: npx inquest link',
  )
  return { ...refusal, headers: { 'Retry-After': String(seconds) } }
}
