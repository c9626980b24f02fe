export type GuardErrorCode = 'pin-too-short' | 'pin-too-long' | 'state-directory-unsafe'

/** A setting or a directory that the guard cannot work with. The message says what to change. */
export class GuardError extends Error {
  readonly code: GuardErrorCode

  constructor(code: GuardErrorCode, message: string) {
    super(message)
    this.name = 'GuardError'
    this.code = code
  }
}
