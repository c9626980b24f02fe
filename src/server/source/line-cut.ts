/** A line as shown: `text` is `line.slice(from, to)` with a mark on each side where something is missing. */
export interface CutLine {
  readonly text: string
  readonly from: number
  readonly to: number
  readonly markBefore: boolean
  readonly markAfter: boolean
}

export const CUT_MARK = '…'

/**
 * Cuts a line to at most `maxChars` characters, marks included, around a 1-based column. `part` says that `line` is only
 * a part of the real line: where it starts and how long the real one is.
 */
export function cutAround(
  line: string,
  maxChars: number,
  column: number,
  part: { readonly start: number; readonly length: number } = { start: 0, length: line.length },
): CutLine {
  const { start, length } = part
  if (length <= maxChars) return { text: line, from: 0, to: length, markBefore: false, markAfter: false }
  const room = maxChars - 2
  const wanted = Math.min(Math.max(column - 1 - (room >>> 1), 0), length - room)
  // A column shortly after the start needs no cut there.
  let from = Math.max(wanted <= 1 ? 0 : wanted, start)
  let to = Math.max(from, Math.min(from + room, length, start + line.length))
  if (splitsPair(line, from - start)) from += 1
  if (splitsPair(line, to - start)) to -= 1
  const markBefore = from > 0
  const markAfter = to < length
  const text = (markBefore ? CUT_MARK : '') + line.slice(from - start, to - start) + (markAfter ? CUT_MARK : '')
  return { text, from, to, markBefore, markAfter }
}

/** The 1-based column, in the line as shown, of a 1-based column of the whole line. */
export function columnInCut(cut: CutLine, column: number): number {
  return Math.min(Math.max(column - cut.from + (cut.markBefore ? 1 : 0), 1), cut.text.length + 1)
}

function splitsPair(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false
  return isBetween(text.charCodeAt(at - 1), 0xd800, 0xdbff) && isBetween(text.charCodeAt(at), 0xdc00, 0xdfff)
}

function isBetween(code: number, low: number, high: number): boolean {
  return code >= low && code <= high
}
