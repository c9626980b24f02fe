import type { Position, StackLine } from '../source/index.ts'

export interface ShownStackParts {
  parseStack(stack: string, message?: string): readonly StackLine[]
  /** From a position in the stack text to the text that was loaded. */
  toSource(url: string, position: Position): Position
}

/**
 * A stack text with the columns of the app's own source: those in rewritten modules are shifted on lines with an `await`.
 * Everything else stays as it is, to the letter.
 */
export function showStack(stack: string, message: string, { parseStack, toSource }: ShownStackParts): string {
  let shown = stack
  for (const line of parseStack(stack, message)) {
    if (line.kind !== 'source') continue
    const { column } = toSource(line.url, line)
    if (column === line.column) continue
    shown = shown.replaceAll(`${line.url}:${line.line}:${line.column}`, () => `${line.url}:${line.line}:${column}`)
  }
  return shown
}
