import type { ValueView } from './traceback.ts'

/** What became of a developer's input. `text` is what a terminal would show. */
export type Evaluation =
  | {
      readonly kind: 'value'
      readonly value: ValueView
      readonly text: string
      readonly output: readonly Output[]
      readonly durationMs: number
      /** What the input wants on the developer's clipboard; only the browser gets there. */
      readonly copy?: string
    }
  | {
      readonly kind: 'threw'
      readonly error: { readonly name: string; readonly message: string; readonly stack: string }
      /** What was thrown, to be looked into. */
      readonly value?: ValueView
      readonly text: string
      readonly output: readonly Output[]
      readonly durationMs: number
    }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly text: string }
  | { readonly kind: 'timeout'; readonly text: string; readonly output: readonly Output[]; readonly durationMs: number }

export type RefusalCode = 'side-effect' | 'syntax' | 'incomplete' | 'gone' | 'disabled'

export interface Output {
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

export interface EvaluateRequest {
  readonly source: string
  readonly mode: 'run' | 'peek'
  /** Milliseconds; default 5000 for run, 200 for peek. */
  readonly timeoutMs?: number
}

export interface Completion {
  readonly from: number
  readonly to: number
  /** Best first. */
  readonly items: readonly CompletionItem[]
  /** Further ones that would fit; typing on narrows them. */
  readonly more?: number
}

export interface CompletionItem {
  readonly label: string
  readonly kind: string
  /** Type and short value, or what it is for. */
  readonly detail?: string
}
