/** A place in a text, 1-based, with lines as JavaScript has them. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

const LINE_BREAK = /\r\n?|[\n\u2028\u2029]/

export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset).split(LINE_BREAK)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** The length of the text where it has no such line. */
export function offsetAt(text: string, { line, column }: TextPosition): number {
  const breaks = new RegExp(LINE_BREAK, 'g')
  for (let current = 1; current < line; current++) if (breaks.exec(text) === null) return text.length
  return breaks.lastIndex + column - 1
}
