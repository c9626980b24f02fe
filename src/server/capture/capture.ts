/**
 * What is kept of one throw: real objects, nothing serialised. As long as a capture is held its frames are live.
 */
export interface Capture {
  /** What was thrown, or handed over. */
  readonly thrown: unknown
  readonly how: 'thrown' | 'handed-over'
  /** What was seen of it first: the throw, a call of `reject`, an await that it passed, or its being handed over. */
  readonly via: 'throw' | 'reject' | 'await' | 'hand-over'
  /** Milliseconds since the epoch of the first pause. */
  readonly at: number
  /** Innermost first; grows as the error passes through its awaiting callers. */
  frames: readonly CapturedFrame[]
  /** The budget was spent: which error it was is known, its frames are not. */
  readonly skipped: boolean
  /** App frames that exceeded the limit and are not in `frames`. */
  cutFrames: number
}

export interface CapturedFrame {
  readonly functionName: string
  readonly async: boolean
  readonly origin: 'app' | 'dependency' | 'node'
  readonly position: ScriptPosition
  /** Script and position of the function's start: the same for every activation of one function. */
  readonly functionKey: string
  /** Lines and columns of the function's text in the script, where V8 gives them. */
  readonly functionRange: ScriptRange | undefined
  readonly scopes: readonly CapturedScope[]
  readonly self: unknown
  readonly args: ArrayLike<unknown> | undefined
  /** Makes the re-entry function for a scratch scope; absent where the frame is source-only. */
  readonly entry: FrameEntry | undefined
  readonly reason: string | undefined
}

/** A position in the running code, 1-based. */
export interface ScriptPosition {
  readonly url: string
  readonly scriptId: string
  readonly line: number
  readonly column: number
}

/** 1-based, end exclusive. */
export interface ScriptRange {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
}

export interface CapturedScope {
  readonly kind: 'block' | 'local' | 'closure' | 'catch' | 'with' | 'eval' | 'module'
  readonly name: string | undefined
  /** Built by V8 for the pause: own properties are the variables with their values at that time. */
  readonly variables: object
  /** Lines and columns of the scope in the script, where V8 gives them. */
  readonly range?: ScriptRange | undefined
}

export type FrameEntry = (scratch: object) => (this: unknown, ...args: unknown[]) => void
