import type { Capture, CapturedFrame } from '../capture/index.ts'
import type { StackLine } from '../source/index.ts'

export type PlacedLine = Exclude<StackLine, { kind: 'native' }>

/**
 * The captured frames, with what only the error's stack text knows between them: awaiting functions of libraries, which
 * are not rewritten, and where a library threw before the error reached the app.
 */
export function mergeStack(capture: Capture, lines: readonly PlacedLine[]): readonly (CapturedFrame | PlacedLine)[] {
  // Node's own lines are its event loop as often as not: they are no anchors.
  const known = lines.filter(({ url }) => !url.startsWith('node:'))
  const merged: (CapturedFrame | PlacedLine)[] = [...capture.frames]
  const before: PlacedLine[] = []
  let after = -1
  for (const line of known) {
    const place = merged.findIndex((frame, index) => index > after && 'position' in frame && isOf(frame, line))
    if (place !== -1) after = place
    else if (after === -1) before.push(line)
    else if (line.async) merged.splice(++after, 0, line)
  }
  // What was seen of the error first was the app's await, or the app with the error in its hands: it comes from further in.
  if (capture.via === 'await' || (capture.via === 'hand-over' && after === -1)) return [...before, ...merged]
  return capture.via === 'hand-over' ? fromTheApp(merged) : merged
}

/** At that very place, or caught by that function and thrown again from another place of it. */
function isOf(frame: CapturedFrame, line: PlacedLine): boolean {
  const { position, functionRange, functionName } = frame
  if (position.url !== line.url) return false
  if (position.line === line.line) return true
  if (!line.async || functionRange === undefined) return false
  const inside = functionRange.startLine <= line.line && line.line <= functionRange.endLine
  return inside && functionName !== '' && line.functionName?.split('.').at(-1) === functionName
}

/** What stands on the stack above the app is the library's way to the response. */
function fromTheApp(merged: readonly (CapturedFrame | PlacedLine)[]): readonly (CapturedFrame | PlacedLine)[] {
  const first = merged.findIndex((frame) => 'position' in frame && frame.origin === 'app')
  return first === -1 ? merged : merged.slice(first)
}
