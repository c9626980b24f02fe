import { tokTypes, tokenizer } from 'acorn'
import type { TokenType } from 'acorn'

const CLOSERS = new Map<TokenType, string>([
  [tokTypes.braceL, '}'],
  [tokTypes.dollarBraceL, '}`'],
  [tokTypes.parenL, ')'],
  [tokTypes.bracketL, ']'],
])
const CLOSING = new Set<TokenType>([tokTypes.braceR, tokTypes.parenR, tokTypes.bracketR])

/** What closes the brackets that are open at the end of a text; undefined where it cannot be told. */
export function missingEnd(source: string): string | undefined {
  const open: string[] = []
  try {
    for (const { type } of tokenizer(source, { ecmaVersion: 'latest', allowHashBang: true })) {
      const closer = CLOSERS.get(type)
      if (closer !== undefined) open.push(closer)
      else if (CLOSING.has(type)) open.pop()
    }
  } catch {
    return undefined
  }
  return open.reverse().join('')
}
