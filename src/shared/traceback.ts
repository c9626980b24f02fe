/**
 * The vocabulary that server and browser share. A traceback is pure data: nothing in it refers to anything alive.
 * Positions are 1-based everywhere.
 */

export interface Traceback {
  readonly id: string
  /** ISO 8601 */
  readonly at: string
  readonly error: TracedError
  /** Innermost first. The frames of causes hang on the cause. */
  readonly frames: readonly Frame[]
  readonly request?: RequestInfo
  readonly process: ProcessInfo
  readonly state: 'live' | 'snapshot'
  /** What is less than it could be, and what would change that. */
  readonly notices: readonly Notice[]
}

export interface TracedError {
  readonly name: string
  readonly message: string
  /** The error's own stack text, as the app would have logged it. */
  readonly stack: string
  readonly properties: readonly Variable[]
  readonly causes: readonly ErrorChainLink[]
}

export interface ErrorChainLink {
  /** `cause`: the error's `cause`; `member`: one of an AggregateError's `errors`. */
  readonly relation: 'cause' | 'member'
  readonly error: TracedError
  readonly frames: readonly Frame[]
}

export interface Frame {
  /** Unique within the traceback, causes included: the `n` of the frame routes. */
  readonly index: number
  readonly functionName: string
  /** Reached through an await. */
  readonly async: boolean
  readonly origin: FrameOrigin
  /** Original source. */
  readonly location: Location
  /** Where the running code differs from the original source. */
  readonly generated?: Location
  /** `name version` of the dependency the frame belongs to. */
  readonly package?: string
  readonly excerpt?: Excerpt
  /** Innermost first. */
  readonly scopes: readonly Scope[]
  readonly state: FrameState
  /** Why the frame is less than live. */
  readonly reason?: string
}

export type FrameOrigin = 'app' | 'dependency' | 'node'
export type FrameState = 'live' | 'snapshot' | 'source-only'

export interface Location {
  /** A path where the file is on disk, else the URL of the script. */
  readonly file: string
  readonly line: number
  readonly column: number
}

export interface Excerpt {
  readonly startLine: number
  readonly lines: readonly string[]
  /** Per line: runs of text with a highlighting class (`''` for plain); joined they give the line. */
  readonly tokens?: readonly (readonly Token[])[]
  /** Where the failing line had to be cut in front: the 1-based column of the failure in the line as it is here. */
  readonly failingColumn?: number
  /** First and last line of the innermost function around the failing line, where it is known. */
  readonly functionLines?: readonly [first: number, last: number]
}

export type TokenClass = '' | 'keyword' | 'string' | 'number' | 'comment' | 'function' | 'type' | 'property' | 'name'
export type Token = readonly [text: string, tokenClass: TokenClass]

export type ScopeKind = 'block' | 'local' | 'closure' | 'catch' | 'with' | 'eval' | 'module'

export interface Scope {
  readonly kind: ScopeKind
  readonly name?: string
  readonly variables: readonly Variable[]
}

export type Variable = VariableName & ({ readonly value: ValueView } | { readonly missing: MissingReason })

export interface VariableName {
  /** As the source has it, as far as a source map tells. */
  readonly name: string
  /** What the running code calls it, where a minifier has renamed it. */
  readonly runningName?: string
  /** The name is a minifier's: what the source calls it is not known. */
  readonly isMinified?: true
  /** A getter of the value's class, not of the value itself. */
  readonly isInherited?: true
}

export interface ValueView {
  /** `string`, `number`, `object`, `array`, `map`, `function`, …: the words of `ValueType`. */
  readonly type: string
  /** One line, as Node's REPL would print it, shortened. */
  readonly preview: string
  /** Present where there is something to expand. */
  readonly ref?: string
  /** Entries, elements, characters or bytes, where that means something. */
  readonly size?: number
}

export type MissingReason = 'redacted' | 'optimised-out' | 'uninitialised' | 'getter' | 'budget' | 'depth'

export interface RequestInfo {
  readonly method: string
  /** Path and query as received, secrets masked. */
  readonly url: string
  readonly httpVersion?: string
  readonly status?: number
  readonly durationMs?: number
  readonly remoteAddress?: string
  readonly headers: readonly NameValue[]
  /** Of the route, where the framework has them as plain data. */
  readonly params?: readonly NameValue[]
  readonly query: readonly NameValue[]
  readonly cookies: readonly NameValue[]
  /** As far as the app read it. */
  readonly body?: { readonly text: string; readonly size: number; readonly truncated: boolean }
}

export type NameValue = readonly [name: string, value: string]

export interface ProcessInfo {
  readonly pid: number
  /** `process.version` */
  readonly node: string
  readonly title: string
  /** Where it was started: files below are named relative to it. */
  readonly directory?: string
}

export interface Notice {
  /** A stable word. */
  readonly code: string
  readonly message: string
  /** The one line that turns it on. */
  readonly remedy?: string
}

export interface TracebackSummary {
  readonly id: string
  readonly error: { readonly name: string; readonly message: string }
  readonly at: string
  readonly request?: { readonly method: string; readonly url: string }
  readonly state: 'live' | 'snapshot'
}

/** The reply of the `expand` route. */
export interface Expansion {
  readonly children: readonly Variable[]
  readonly total: number
  /** The place of each child, by which it can be asked for; absent where they are `from`, `from + 1`, … */
  readonly places?: readonly number[]
}

/** Something in the tree: what has a `ref`, or what lies at a place inside it. */
export interface TreePlace {
  readonly ref: string
  readonly place?: number
  /** The name of the child, so that nothing else is taken for it should the value have changed meanwhile. */
  readonly name?: string
}

/** The reply of the `keep` route: the variable that now holds the value in the frame's console. */
export interface KeptVariable {
  readonly name: string
  readonly value: ValueView
}

/** The reply of the `copy` route. */
export interface JsonCopy {
  readonly text: string
  /** There was more than is sensible to copy. */
  readonly cut: boolean
}
