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
    const place = merged.findIndex((frame, index) => index > after && 'position' in frame && isAt(frame, line))
    if (place !== -1) after = place
    else if (after === -1) before.push(line)
    else if (line.async) merged.splice(++after, 0, line)
  }
  if (after === -1) return merged
  if (capture.how === 'handed-over') return fromWhereItWasMade(merged, known)
  // The first that was seen of the error was the app's await: it was thrown further in.
  return capture.via === 'await' ? [...before, ...asAwaiting(merged)] : merged
}

function isAt({ position }: CapturedFrame, line: PlacedLine): boolean {
  return position.url === line.url && position.line === line.line
}

/** What stands on the stack above the place that the error names is the library's way to the response. */
function fromWhereItWasMade(
  merged: readonly (CapturedFrame | PlacedLine)[],
  lines: readonly PlacedLine[],
): readonly (CapturedFrame | PlacedLine)[] {
  const made = merged.findIndex(
    (frame) => 'position' in frame && frame.origin === 'app' && lines.some((line) => isAt(frame, line)),
  )
  return made === -1 ? merged : merged.slice(made)
}

function asAwaiting(frames: readonly (CapturedFrame | PlacedLine)[]): readonly (CapturedFrame | PlacedLine)[] {
  return frames.map((frame, index) => (index === 0 ? { ...frame, async: true } : frame))
}
