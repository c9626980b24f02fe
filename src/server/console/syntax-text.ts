/** Columns of a line that are shown on each side of a mistake. */
const AROUND = 60

/** A syntax error as Node prints it: message, line, and a mark below the column. Positions are 1-based. */
export function syntaxText(
  source: string,
  { message, line, column }: { readonly message: string; readonly line: number; readonly column: number },
): string {
  const text = source.split(/\r\n?|[\n\u2028\u2029]/)[line - 1] ?? ''
  const start = Math.max(0, column - 1 - AROUND)
  const shown = text.slice(start, column - 1 + AROUND)
  // Tabs stay tabs, so that the mark stays below its character.
  const indent = text.slice(start, column - 1).replace(/[^\t]/g, ' ')
  return `SyntaxError: ${message}\n${shown}\n${indent}^`
}
