/** How Node's REPL breaks what is inside of a value into lines (`util.inspect` with `compact: 3`). */
import { abs, execute, floor, includes, max, min, padStart, slice } from './intrinsics.ts'

/** Columns. */
const BREAK_LENGTH = 80
/** The innermost levels that may share a line. */
const COMPACT = 3
const SEPARATOR = 2
const MAX_COLUMNS = 15

export interface LineLayout {
  /** How deep the container is that was rendered last. */
  level: number
  /** What stands for an error inside of something else; on several lines where it has them. */
  readonly error: (error: object) => string | undefined
}

/** `start` has the opening bracket; `rest` tells what is left out. */
export function layOut(
  start: string,
  pieces: readonly string[],
  rest: string,
  close: string,
  level: number,
  layout: LineLayout,
): string {
  const isList = close === ']'
  const grouped = isList && pieces.length > 6 ? inColumns(pieces, level * 2) : pieces
  const lines = rest === '' ? grouped : append(grouped, rest)
  if (layout.level - level < COMPACT && grouped === pieces) {
    let length = lines.length * 2 + level * 2 + start.length + 10
    let joined = ''
    for (let index = 0; index < lines.length && length <= BREAK_LENGTH; index++) {
      length += lines[index]?.length ?? 0
      joined += `${index === 0 ? '' : ', '}${lines[index]}`
    }
    if (length <= BREAK_LENGTH && !includes(joined, '\n')) return `${start} ${joined} ${close}`
  }
  let text = start
  for (let index = 0; index < lines.length; index++) {
    text += `${index === 0 ? '' : ','}\n  ${indented(lines[index] ?? '')}`
  }
  return `${text}\n${close}`
}

/** Its further lines moved to the right by one level. */
export function indented(text: string): string {
  if (!includes(text, '\n')) return text
  let shown = ''
  let from = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] !== '\n') continue
    shown += `${slice(text, from, index + 1)}  `
    from = index + 1
  }
  return shown + slice(text, from)
}

function append(pieces: readonly string[], piece: string): readonly string[] {
  const all: string[] = []
  for (let index = 0; index < pieces.length; index++) all[index] = pieces[index] ?? ''
  all[all.length] = piece
  return all
}

/** Short elements of a list side by side, numbers to the right; the same list where that is not worth it. */
function inColumns(pieces: readonly string[], indent: number): readonly string[] {
  let total = 0
  let longest = 0
  let areNumbers = true
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] ?? ''
    if (includes(piece, '\n')) return pieces
    total += piece.length + SEPARATOR
    longest = max(longest, piece.length)
    areNumbers = areNumbers && execute(/^-?(?:\d|Infinity$)|^NaN$/, piece) !== null
  }
  const widest = longest + SEPARATOR
  if (widest * 3 + indent >= BREAK_LENGTH || (total / widest <= 5 && longest > 6)) return pieces
  const biased = max(widest - 3 - abs(widest - total / pieces.length) ** 0.5, 1)
  const columns = min(
    floor((2.5 * biased * pieces.length) ** 0.5 / biased + 0.5),
    floor((BREAK_LENGTH - indent) / widest),
    COMPACT * 4,
    MAX_COLUMNS,
  )
  if (columns <= 1) return pieces
  const widths: number[] = []
  for (let index = 0; index < pieces.length; index++) {
    const column = index % columns
    widths[column] = max(widths[column] ?? 0, (pieces[index]?.length ?? 0) + SEPARATOR)
  }
  const lines: string[] = []
  for (let first = 0; first < pieces.length; first += columns) {
    const end = min(first + columns, pieces.length)
    let line = ''
    for (let index = first; index < end; index++) {
      const piece = pieces[index] ?? ''
      const width = widths[index - first] ?? 0
      const gap = padStart('', width - piece.length - SEPARATOR, ' ')
      const comma = index < end - 1 ? ', ' : ''
      if (areNumbers) line += gap + piece + comma
      else line += piece + comma + (comma === '' ? '' : gap)
    }
    lines[lines.length] = line
  }
  return lines
}
