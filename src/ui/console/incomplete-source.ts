import { tokenizeCode } from '../text/code-tokens.ts'

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/**
 * True where source cannot be whole yet: a bracket, template or block comment is still open, or a line ends in a
 * backslash within a string. What else may be unfinished (`a +`) the server knows, which parses.
 */
export const isIncomplete = (source: string): boolean => {
  const open: string[] = []
  for (const token of tokenizeCode(source)) {
    if (token.kind === 'comment' && !token.closed) return true
    if (token.kind === 'template') {
      if (token.text.startsWith('}')) open.pop()
      if (!token.closed) return true
      if (token.text.endsWith('${')) open.push('${')
    }
    if (token.kind === 'string' && !token.closed && token.text.endsWith('\\\n')) return true
    if (token.kind !== 'bracket') continue
    const opening = CLOSES[token.text]
    if (opening === undefined) open.push(token.text)
    // A bracket too many or of the wrong kind does not get better by more input.
    else if (open.pop() !== opening) return false
  }
  return open.length > 0
}

/** Offsets of the bracket next to the cursor and of its partner. */
export const matchingBrackets = (source: string, cursor: number): readonly [number, number] | undefined => {
  const open: { text: string; start: number }[] = []
  for (const token of tokenizeCode(source)) {
    if (token.kind !== 'bracket') continue
    const opening = CLOSES[token.text]
    if (opening === undefined) {
      open.push(token)
      continue
    }
    const partner = open.pop()
    if (partner?.text !== opening) return undefined
    // The bracket just behind the cursor is the one just typed; before it, the one under a block cursor.
    if ([token.start + 1, partner.start + 1, token.start, partner.start].includes(cursor)) {
      return [partner.start, token.start]
    }
  }
  return undefined
}

/** What a continuation line starts with: the indentation of the line before, deeper after an opening bracket. */
export const nextIndentation = (source: string): string => {
  const line = source.slice(source.lastIndexOf('\n') + 1)
  const indentation = /^[ \t]*/.exec(line)?.[0] ?? ''
  return /[([{]\s*$/.test(line) ? `${indentation}  ` : indentation
}
