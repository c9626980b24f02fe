import type { Insertion } from './column-map.ts'
import { findSites, mayHaveSites, type Edit } from './await-sites.ts'
import { mentionsRuntime } from './names.ts'
import { parseModule, type ModuleKind } from './parse-module.ts'

export type RewriteResult =
  | { readonly kind: 'rewritten'; readonly code: string; readonly insertions: readonly Insertion[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unparsable'; readonly reason: string }

/** UTF-16 units. Rewriting costs about half a second a megabyte and forty times the size in memory. */
const LARGEST_SOURCE = 20_000_000

/**
 * Makes the rejection of every awaited value pass through a function called from the awaiting frame: `await X` becomes
 * `__inquest_settle__(await __inquest_watch__( X))`, `for await (… of Y)` gets `__inquest_iterate__(Y)`. Lines stay as
 * they are. `next(X)` gets `__inquest_hand_over__(X)`, and what an async generator yields, returns or delegates to is
 * awaited in so many words. The disposal at the end of an `await using` is left alone.
 */
export function rewriteAwaits(source: string, kind: ModuleKind): RewriteResult {
  if (!mayHaveSites(source) || mentionsRuntime(source)) return { kind: 'unchanged' }
  if (source.length > LARGEST_SOURCE) return { kind: 'unparsable', reason: `more than ${LARGEST_SOURCE} characters` }
  const parsed = parseModule(source, kind)
  if (parsed.kind === 'unparsable') return parsed
  const edits = findSites(parsed.program)
  if (edits.length === 0) return { kind: 'unchanged' }
  return { kind: 'rewritten', code: applyEdits(source, edits), insertions: locateEdits(source, edits) }
}

function applyEdits(source: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let last = 0
  for (const { offset, text } of edits) {
    parts.push(source.slice(last, offset), text)
    last = offset
  }
  parts.push(source.slice(last))
  return parts.join('')
}

/** Offsets to lines and columns as V8 counts them, joining edits at one place. */
function locateEdits(source: string, edits: readonly Edit[]): readonly Insertion[] {
  const insertions: Insertion[] = []
  const terminator = /\r\n|[\n\r\u2028\u2029]/g
  let line = 1
  let lineStart = 0
  let nextStart = startOfNextLine(terminator, source)
  let lastOffset = -1
  for (const { offset, text, shownAt } of edits) {
    while (nextStart <= offset) {
      line++
      lineStart = nextStart
      nextStart = startOfNextLine(terminator, source)
    }
    const joined = offset === lastOffset ? insertions.pop() : undefined
    const column = offset - lineStart + 1
    const length = (joined?.length ?? 0) + text.length
    // Of two texts at one place none can say where the other's calls are.
    const inLine = joined === undefined && shownAt !== undefined && shownAt >= lineStart && shownAt < nextStart
    insertions.push({ line, column, length, ...(inLine ? { shownAt: shownAt - lineStart + 1 } : {}) })
    lastOffset = offset
  }
  return insertions
}

function startOfNextLine(terminator: RegExp, source: string): number {
  return terminator.exec(source) === null ? Infinity : terminator.lastIndex
}
