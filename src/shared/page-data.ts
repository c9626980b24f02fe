import type { SessionInfo } from './failure.ts'
import type { Notice, Traceback, TracebackSummary } from './traceback.ts'

/** The JSON island of every page (`<script type="application/json" id="inquest-data">`). */
export type PageData = TracebackPageData | OverviewPageData | UnlockPageData

export interface TracebackPageData {
  readonly page: 'traceback'
  /** Starts with `/`, does not end with one. */
  readonly basePath: string
  readonly session: SessionInfo
  /** Without a session: error, stack and source only (no scopes, no request headers). */
  readonly traceback: Traceback
  /** Ids, newest first, for previous and next; empty without a session. */
  readonly siblings: readonly string[]
  /** `vscode://file{file}:{line}:{column}` and the like; absent where none is configured. */
  readonly editorUrl?: string
  /** A key for what the browser keeps per project (console history). */
  readonly project: string
}

export interface OverviewPageData {
  readonly page: 'overview'
  readonly basePath: string
  readonly session: SessionInfo
  readonly tracebacks: readonly TracebackSummary[]
  readonly status: DebuggerStatus
  readonly project: string
}

export interface UnlockPageData {
  readonly page: 'unlock'
  readonly basePath: string
}

/** What is armed and what is not, and what it costs. */
export interface DebuggerStatus {
  readonly version: string
  readonly node: string
  readonly capture: { readonly armed: boolean; readonly reason?: string; readonly remedy?: string }
  readonly preload: boolean
  readonly pauses: { readonly count: number; readonly p50Ms: number; readonly p95Ms: number; readonly maxMs: number }
  readonly skippedCaptures: number
  readonly ownFailures: number
  readonly rewrittenModules: number
  readonly notices: readonly Notice[]
  /** Option name and value in force, for people. */
  readonly settings: readonly (readonly [name: string, value: string])[]
}
