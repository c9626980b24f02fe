import type { Failure, FailureCode } from '../../shared/failure.ts'
import { REFUSAL_REASONS } from './refusal-reasons.ts'
import type { RefusalCode } from './refusal-reasons.ts'

/** An expected "no": a status, a body for people and programs, and the headers that belong to it. */
export interface Refusal {
  readonly ok: false
  readonly status: number
  readonly failure: Failure
  readonly headers?: Readonly<Record<string, string>>
  /** Its entry in the list of reasons, which the developer gets to see; the failure's code where there is none. */
  readonly reason?: RefusalCode
}

/** Builds a refusal. `remedy` is the one line that would change it. */
export function refuse(status: number, code: FailureCode, message: string, remedy?: string): Refusal {
  return { ok: false, status, failure: remedy === undefined ? { code, message } : { code, message, remedy } }
}

/** The same in the words of the list of reasons; `code` where the contract names it differently. */
export function refuseBecause(status: number, reason: RefusalCode & FailureCode): Refusal
export function refuseBecause(status: number, reason: RefusalCode, code: FailureCode): Refusal
export function refuseBecause(status: number, reason: RefusalCode, code = reason as FailureCode): Refusal {
  const { says, remedy } = REFUSAL_REASONS[reason]
  return { ...refuse(status, code, says, remedy), reason }
}

/** 429 with `Retry-After` in whole seconds. The link always works, because its token cannot be guessed. */
export function refuseForNow(seconds: number): Refusal {
  const refusal = refuseBecause(429, 'too-many-tries')
  const message = `Too many wrong tries. Wait ${seconds} s before the next one.`
  return { ...refusal, failure: { ...refusal.failure, message }, headers: { 'Retry-After': String(seconds) } }
}
