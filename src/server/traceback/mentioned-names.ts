import type { CapturedFrame } from '../capture/index.ts'

/** Characters of a function that are looked through; longer ones are cut. */
const MAX_TEXT = 200_000
const KEPT = 500

/** Which identifiers a frame's function mentions, by its text as V8 compiled it. */
export function createMentionedNames(
  scriptSource: (scriptId: string) => string | undefined,
): (frame: CapturedFrame) => ReadonlySet<string> | undefined {
  const known = new Map<string, ReadonlySet<string> | undefined>()
  return (frame) => {
    if (known.has(frame.functionKey)) return known.get(frame.functionKey)
    const text = functionText(frame, scriptSource)
    const names = text === undefined ? undefined : new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu))
    if (known.size >= KEPT) known.clear()
    known.set(frame.functionKey, names)
    return names
  }
}

function functionText(
  frame: CapturedFrame,
  scriptSource: (scriptId: string) => string | undefined,
): string | undefined {
  const { functionRange, position } = frame
  if (functionRange === undefined) return undefined
  const source = scriptSource(position.scriptId)
  if (source === undefined) return undefined
  const start = offsetAt(source, functionRange.startLine, functionRange.startColumn)
  const end = offsetAt(source, functionRange.endLine, functionRange.endColumn)
  return source.slice(start, Math.min(end, start + MAX_TEXT))
}

function offsetAt(source: string, line: number, column: number): number {
  let start = 0
  for (let current = 1; current < line; current++) {
    const next = source.indexOf('\n', start)
    if (next === -1) return source.length
    start = next + 1
  }
  return start + column - 1
}
