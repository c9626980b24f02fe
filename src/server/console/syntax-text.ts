/** Columns of a line that are shown on each side of a mistake. */
const AROUND = 60

/** Characters that take two cells of a terminal, and none. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/gu
const NO_CELL = /\p{Mn}|\p{Me}|\u200b|\u200c|\u200d|\ufe0f/gu

/** A syntax error as Node prints it: message, line, and a mark below the column. Positions are 1-based. */
export function syntaxText(
  source: string,
  { message, line, column }: { readonly message: string; readonly line: number; readonly column: number },
): string {
  const text = source.split(/\r\n?|[\n\u2028\u2029]/)[line - 1] ?? ''
  const start = Math.max(0, column - 1 - AROUND)
  const shown = text.slice(start, column - 1 + AROUND)
  // Tabs stay tabs, so that the mark stays below its character.
  const indent = text
    .slice(start, column - 1)
    .replace(NO_CELL, '')
    .replace(WIDE, '  ')
    .replace(/[^\t]/gu, ' ')
  return `SyntaxError: ${message}\n${shown}\n${indent}^`
}
