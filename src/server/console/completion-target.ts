import { tokTypes, tokenizer } from 'acorn'
import type { Token } from 'acorn'

/** What a text asks to be completed where it ends. */
export type CompletionTarget =
  | { readonly kind: 'names'; readonly typed: string }
  /** `object`: an expression of names, members and literal keys only, as evaluating it must not do anything. */
  | { readonly kind: 'members'; readonly object: string; readonly typed: string }
  | { readonly kind: 'nothing'; readonly typed: '' }

const NOTHING: CompletionTarget = { kind: 'nothing', typed: '' }

/** Tokens longer ago than that belong to no chain that somebody completes. */
const MAX_CHARACTERS = 10_000

export function completionTarget(before: string): CompletionTarget {
  const tokens = tokensOf(before.slice(-MAX_CHARACTERS))
  if (tokens === undefined) return NOTHING
  const text = before.slice(-MAX_CHARACTERS)
  let last = tokens.at(-1)
  if (last === undefined) return { kind: 'names', typed: '' }
  let typed = ''
  if (isWord(last) && last.end === text.length) {
    typed = text.slice(last.start, last.end)
    tokens.pop()
    last = tokens.at(-1)
    if (!isDot(last)) return isDeclaring(last) ? NOTHING : { kind: 'names', typed }
  }
  if (isDot(last)) {
    tokens.pop()
    // At the end of a text `?.` might become the `?.5` of a conditional: two tokens.
    if (tokens.at(-1)?.type === tokTypes.question && tokens.at(-1)?.end === last?.start) tokens.pop()
    const start = chainStart(tokens)
    const end = tokens.at(-1)?.end
    return start === undefined || end === undefined
      ? NOTHING
      : { kind: 'members', object: text.slice(start, end), typed }
  }
  // A finished word with a space behind it, or an operator: nobody has begun to type.
  return NOTHING
}

/** Undefined within a string, a template, a comment or a regular expression. */
function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  try {
    const comments: { end: number; block: boolean }[] = []
    const stream = tokenizer(text, {
      ecmaVersion: 'latest',
      allowHashBang: true,
      onComment: (block, _text, _start, end) => comments.push({ block, end }),
    })
    for (const token of stream) tokens.push(token)
    if (comments.some(({ block, end }) => !block && end === text.length)) return undefined
  } catch {
    return undefined
  }
  return tokens
}

function isWord({ type }: Token): boolean {
  return type === tokTypes.name || type.keyword !== undefined
}

function isDot(token: Token | undefined): boolean {
  return token?.type === tokTypes.dot || token?.type === tokTypes.questionDot
}

/** The word behind these is a new name. */
function isDeclaring(token: Token | undefined): boolean {
  const { keyword } = token?.type ?? {}
  return keyword === 'const' || keyword === 'var' || keyword === 'function' || keyword === 'class'
}

/** Takes tokens from the end as long as they are a chain such as `a.b?.c["d"][0]`. Undefined where there is none. */
function chainStart(tokens: readonly Token[]): number | undefined {
  let index = tokens.length - 1
  for (;;) {
    const token = tokens[index]
    if (token === undefined) return undefined
    if (token.type === tokTypes.bracketR) {
      const open = literalKeyStart(tokens, index)
      if (open === undefined) return undefined
      // An array literal of one literal has members, too.
      if (!isChainEnd(tokens[open - 1])) return token.end === tokens.at(-1)?.end ? tokens[open]?.start : undefined
      index = open - 1
      if (isDot(tokens[index])) index--
      continue
    }
    if (token.type === tokTypes.string) return token.start
    if (!isWord(token) && token.type !== tokTypes.privateId) return undefined
    if (!isDot(tokens[index - 1])) return isOperand(token) ? token.start : undefined
    index -= 2
  }
}

function literalKeyStart(tokens: readonly Token[], end: number): number | undefined {
  const key = tokens[end - 1]?.type
  const isKey = key === tokTypes.string || key === tokTypes.num || key === tokTypes.name
  return isKey && tokens[end - 2]?.type === tokTypes.bracketL ? end - 2 : undefined
}

function isChainEnd(token: Token | undefined): boolean {
  if (token === undefined) return false
  return token.type === tokTypes.bracketR || token.type === tokTypes.questionDot || isOperand(token)
}

/** A name, or one of the words that stand for a value. */
function isOperand({ type }: Token): boolean {
  return (
    type === tokTypes.name ||
    type === tokTypes.privateId ||
    type === tokTypes._this ||
    type === tokTypes._true ||
    type === tokTypes._false
  )
}
