import type { MissingReason } from '../../shared/traceback.ts'

// Looked up with what another version of the server may say, too.
const WORDS: Readonly<Record<string, string>> = {
  redacted: 'hidden: the name looks like a secret',
  'optimised-out': 'optimised away before the error',
  uninitialised: 'not initialised yet',
  getter: 'getter: not run',
  budget: 'not read: the time or size limit was reached',
  depth: 'not read: nested too deep',
} satisfies Record<MissingReason, string>

/** Why a value is absent, in words. */
export const describeMissing = (reason: MissingReason): string => WORDS[reason] ?? 'not captured'
