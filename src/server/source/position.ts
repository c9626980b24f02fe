/** Line and column, both 1-based; columns count UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** What a source map counts in: 1-based lines, 0-based columns. */
export interface SourceMapPosition {
  readonly line: number
  readonly column: number
}

// The decoder takes 32-bit integers.
const MAX_COORDINATE = 2 ** 31 - 1

export function toSourceMap(position: Position): SourceMapPosition {
  return { line: position.line, column: position.column - 1 }
}

export function fromSourceMap(position: SourceMapPosition): Position {
  return { line: position.line, column: position.column + 1 }
}

/** The nearest position that can exist: whole numbers from 1. */
export function clampPosition(position: Position): Position {
  return { line: clamp(position.line), column: clamp(position.column) }
}

function clamp(coordinate: number): number {
  return Number.isFinite(coordinate) ? Math.min(Math.max(Math.trunc(coordinate), 1), MAX_COORDINATE) : 1
}
