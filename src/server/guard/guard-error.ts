export type GuardErrorCode = 'pin-too-short' | 'pin-too-long' | 'option-refused' | 'state-directory-unsafe'

/** A setting or a directory that cannot be worked with. The message says what to change. */
export class GuardError extends Error {
  readonly code: GuardErrorCode

  constructor(code: GuardErrorCode, message: string) {
    super(message)
    this.name = 'GuardError'
    this.code = code
  }
}
