/** The body of every refusal and failure of the debugger's own routes: codes are stable words, messages are for people. */
export interface Failure {
  readonly code: FailureCode
  readonly message: string
  /** The one line that would change it, where there is one. */
  readonly remedy?: string
}

export type FailureCode =
  | 'wrong-pin'
  | 'wrong-token'
  | 'too-many-tries'
  | 'locked'
  | 'untrusted-host'
  | 'foreign-origin'
  | 'wrong-content-type'
  | 'wrong-method'
  | 'bad-request'
  | 'too-large'
  | 'not-found'
  | 'gone'
  | 'disabled'
  | 'internal'

/** The reply of the `session` route. */
export interface SessionInfo {
  readonly unlocked: boolean
  readonly console: { readonly available: boolean; readonly reason?: string; readonly remedy?: string }
}
