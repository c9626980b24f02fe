/**
 * Text that the rewriter put into a line. `line` and `column` (1-based, UTF-16 units) say where in the original;
 * insertions of a file are sorted and no two are at the same place.
 */
export interface Insertion {
  readonly line: number
  readonly column: number
  readonly length: number
  /** The column in the same line that a position inside the text is shown at, where that is another one. */
  readonly shownAt?: number
}

export interface Position {
  readonly line: number
  readonly column: number
}

/** From the running code to the source as it was. A position inside inserted text is where the insertion says. */
export function toOriginal(insertions: readonly Insertion[], position: Position): Position {
  let shift = 0
  for (let i = firstOfLine(insertions, position.line); i < insertions.length; i++) {
    const insertion = insertions[i]
    if (insertion?.line !== position.line) break
    const start = insertion.column + shift
    if (position.column < start) break
    if (position.column < start + insertion.length)
      return { line: position.line, column: insertion.shownAt ?? insertion.column }
    shift += insertion.length
  }
  return { line: position.line, column: position.column - shift }
}

/** From the source to the running code: where the character at `position` now is (after text inserted right before). */
export function toGenerated(insertions: readonly Insertion[], position: Position): Position {
  let shift = 0
  for (let i = firstOfLine(insertions, position.line); i < insertions.length; i++) {
    const insertion = insertions[i]
    if (insertion?.line !== position.line || insertion.column > position.column) break
    shift += insertion.length
  }
  return { line: position.line, column: position.column + shift }
}

/** Index of the first insertion in or after a line. */
export function firstOfLine(insertions: readonly Insertion[], line: number): number {
  let low = 0
  let high = insertions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((insertions[middle]?.line ?? Infinity) < line) low = middle + 1
    else high = middle
  }
  return low
}
