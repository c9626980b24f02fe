import { tokTypes } from 'acorn'
import type { Token } from 'acorn'

/** For each closing bracket or backquote the index of the one that opens it; and those that nothing closes, innermost last. */
export interface BracketPairs {
  readonly openerOf: ReadonlyMap<number, number>
  readonly unclosed: readonly number[]
}

const CLOSES = new Map<unknown, readonly unknown[]>([
  [tokTypes.parenR, [tokTypes.parenL]],
  [tokTypes.bracketR, [tokTypes.bracketL]],
  [tokTypes.braceR, [tokTypes.braceL, tokTypes.dollarBraceL]],
])
const OPENS: ReadonlySet<unknown> = new Set([...CLOSES.values()].flat())

export function pairBrackets(tokens: readonly Token[]): BracketPairs {
  const openerOf = new Map<number, number>()
  const open: number[] = []
  for (const [index, { type }] of tokens.entries()) {
    const top = open.at(-1)
    const last = top === undefined ? undefined : tokens[top]?.type
    const closes = type === tokTypes.backQuote ? [tokTypes.backQuote] : CLOSES.get(type)
    if (top !== undefined && closes?.includes(last) === true) {
      openerOf.set(index, top)
      open.pop()
    } else if (OPENS.has(type) || type === tokTypes.backQuote) open.push(index)
  }
  return { openerOf, unclosed: open }
}

/**
 * Where the expression begins that ends with the token at `end` and could have a `.` behind it: names, literals, groups,
 * and what members, calls and templates make of them. A token's index; undefined where there is no such expression.
 */
export function receiverStart(tokens: readonly Token[], { openerOf }: BracketPairs, end: number): number | undefined {
  let calls = 0
  let index = end
  for (;;) {
    const token = tokens[index]
    if (token === undefined) return undefined
    if (isNonNull(token)) {
      index--
      continue
    }
    let start = index
    if (isCloser(token)) {
      const open = openerOf.get(index)
      if (open === undefined) return undefined
      if (tokens[open - 1]?.type === tokTypes.questionDot) {
        if (token.type === tokTypes.parenR) calls++
        index = open - 2
        continue
      }
      if (endsOperand(tokens, openerOf, open - 1)) {
        if (token.type !== tokTypes.bracketR) calls++
        index = open - 1
        continue
      }
      // `f<Type>(x)`: only a compiler knows where that begins.
      const before = tokens[open - 1]
      if (before?.type === tokTypes.relational && before.end === token.start) return undefined
      start = open
    } else if (isDot(tokens[index - 1]) && (isWord(token) || token.type === tokTypes.privateId)) {
      index -= 2
      continue
    } else if (!isPrimary(token)) return undefined
    // `new` belongs to what has its arguments: that of `new Map.` has not come to them.
    for (; calls > 0 && tokens[start - 1]?.type === tokTypes._new; calls--) start--
    return start
  }
}

/** Whether brackets behind this token would call it, or ask it for a member. */
export function endsOperand(tokens: readonly Token[], openerOf: BracketPairs['openerOf'], index: number): boolean {
  const token = tokens[index]
  if (token === undefined) return false
  if (isNonNull(token)) return endsOperand(tokens, openerOf, index - 1)
  if (isDot(tokens[index - 1])) return isWord(token) || token.type === tokTypes.privateId
  if (token.type === tokTypes.parenR) {
    const head = tokens[(openerOf.get(index) ?? 0) - 1]
    return head === undefined || !STATEMENTS.has(head.type) || isDot(tokens[(openerOf.get(index) ?? 0) - 2])
  }
  if (token.type === tokTypes.name) return !OPERATORS.has(wordOf(token))
  return isCloser(token) || isPrimary(token) || token.type === tokTypes._super
}

/** Their parentheses are part of a statement. */
const STATEMENTS: ReadonlySet<unknown> = new Set([
  ...[tokTypes._if, tokTypes._while, tokTypes._for, tokTypes._with, tokTypes._switch],
])

/** Names to the tokenizer, and yet none. */
const OPERATORS: ReadonlySet<unknown> = new Set(['await', 'yield', 'of'])

export function isWord({ type }: Token): boolean {
  return type === tokTypes.name || type.keyword !== undefined
}

export function isDot(token: Token | undefined): boolean {
  return token?.type === tokTypes.dot || token?.type === tokTypes.questionDot
}

export function wordOf(token: Token): unknown {
  return token.type.keyword ?? (token as { readonly value?: unknown }).value
}

function isCloser({ type }: Token): boolean {
  return type === tokTypes.parenR || type === tokTypes.bracketR || type === tokTypes.backQuote
}

/** TypeScript's, as in `user!.name`. */
function isNonNull(token: Token): boolean {
  return token.type === tokTypes.prefix && wordOf(token) === '!'
}

const PRIMARIES: ReadonlySet<unknown> = new Set([
  ...[tokTypes.name, tokTypes.string, tokTypes.num, tokTypes.regexp, tokTypes._this, tokTypes._import],
  ...[tokTypes._true, tokTypes._false],
])

/** A name, a literal, or one of the words that stand for a value. */
function isPrimary(token: Token): boolean {
  return PRIMARIES.has(token.type) && !(token.type === tokTypes.name && OPERATORS.has(wordOf(token)))
}
