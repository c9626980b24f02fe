import { tokTypes, tokenizer } from 'acorn'
import type { Token } from 'acorn'

/** What a text asks to be completed where it ends. */
export type CompletionTarget =
  | { readonly kind: 'names'; readonly typed: string }
  /** `object`: an expression of names, members and literal keys only, as evaluating it must not do anything. */
  | { readonly kind: 'members'; readonly object: string; readonly typed: string }
  /** The keys of `object`: between brackets, or of a Map or Set between parentheses. `quote`: the one that is open. */
  | {
      readonly kind: 'keys'
      readonly object: string
      readonly of: 'index' | 'entry'
      readonly typed: string
      readonly quote: string | undefined
    }
  /** The name of a module, within its quotes. */
  | { readonly kind: 'modules'; readonly typed: string }
  | { readonly kind: 'nothing'; readonly typed: '' }

const NOTHING: CompletionTarget = { kind: 'nothing', typed: '' }

/** Tokens longer ago than that belong to no chain that somebody completes. */
const MAX_CHARACTERS = 10_000

export function completionTarget(before: string): CompletionTarget {
  const text = before.slice(-MAX_CHARACTERS)
  const tokens = tokensOf(text)
  if (tokens === undefined) return quotedTarget(text)
  const unquoted = keysTarget(tokens, text)
  if (unquoted !== undefined) return unquoted
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

/** Within an open quote: of a key, or of a module's name. */
function quotedTarget(text: string): CompletionTarget {
  const open = openQuote(text)
  const tokens = open === undefined ? undefined : tokensOf(text.slice(0, open))
  if (open === undefined || tokens === undefined) return NOTHING
  const [quote = '', typed] = [text[open], text.slice(open + 1)]
  const last = tokens.at(-1)
  if ((last !== undefined && wordOf(last) === 'from') || last?.type === tokTypes._import)
    return { kind: 'modules', typed }
  if (last?.type === tokTypes.parenL) {
    const called = tokens.at(-2)
    const isModule =
      called?.type === tokTypes._import ||
      (called !== undefined && wordOf(called) === 'require' && !isDot(tokens.at(-3)))
    if (isModule) return { kind: 'modules', typed }
  }
  return keysOf(tokens, text, typed, quote) ?? NOTHING
}

/** Where the last line's quote begins that nothing closes. */
function openQuote(text: string): number | undefined {
  for (const match of text.matchAll(/['"]/g)) {
    const rest = text.slice(match.index + 1)
    if (rest.includes(match[0]) || /[\n\\]/.test(rest)) continue
    return match.index
  }
  return undefined
}

/** `object[`, `object[12`, `map.get(`, `map.get(12`, with nothing behind it. */
function keysTarget(tokens: readonly Token[], text: string): CompletionTarget | undefined {
  const last = tokens.at(-1)
  if (last?.end !== text.length) return undefined
  if (last.type !== tokTypes.num) return keysOf(tokens, text, '', undefined)
  return keysOf(tokens.slice(0, -1), text, text.slice(last.start), undefined)
}

const ENTRY_METHODS: ReadonlySet<unknown> = new Set(['get', 'has', 'delete', 'set'])

function keysOf(
  tokens: readonly Token[],
  text: string,
  typed: string,
  quote: string | undefined,
): CompletionTarget | undefined {
  const last = tokens.at(-1)
  const isEntry = last?.type === tokTypes.parenL
  if (!isEntry && last?.type !== tokTypes.bracketL) return undefined
  const method = tokens.at(-2)
  if (isEntry && !(method !== undefined && isWord(method) && ENTRY_METHODS.has(wordOf(method)) && isDot(tokens.at(-3))))
    return undefined
  const chain = tokens.slice(0, isEntry ? -3 : isDot(method) ? -2 : -1)
  const [start, end] = [chainStart(chain), chain.at(-1)?.end]
  if (start === undefined || end === undefined || !isChainEnd(chain.at(-1))) return undefined
  return { kind: 'keys', object: text.slice(start, end), of: isEntry ? 'entry' : 'index', typed, quote }
}

function wordOf(token: Token): unknown {
  return token.type.keyword ?? (token as { readonly value?: unknown }).value
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
    if (token.type === tokTypes.parenR || token.type === tokTypes.backQuote) return groupStart(tokens, index)
    if (token.type === tokTypes.bracketR) {
      const open = literalKeyStart(tokens, index)
      if (open === undefined) return groupStart(tokens, index)
      // An array literal of one literal has members, too.
      if (!isChainEnd(tokens[open - 1])) return token.end === tokens.at(-1)?.end ? tokens[open]?.start : undefined
      index = open - 1
      if (isDot(tokens[index])) index--
      continue
    }
    if (token.type === tokTypes.string || token.type === tokTypes.regexp) return token.start
    if (!isWord(token) && token.type !== tokTypes.privateId) return undefined
    if (!isDot(tokens[index - 1])) return isOperand(token) ? token.start : undefined
    index -= 2
  }
}

/** Where `(a.b)`, `[1, a]` or a template without values begins; undefined for a call, and where anything is done inside. */
function groupStart(tokens: readonly Token[], end: number): number | undefined {
  if (tokens[end]?.type === tokTypes.backQuote) {
    const isWhole = tokens[end - 1]?.type === tokTypes.template && tokens[end - 2]?.type === tokTypes.backQuote
    return isWhole && !isCallable(tokens[end - 3]) ? tokens[end - 2]?.start : undefined
  }
  let depth = 0
  for (let index = end; index >= 0; index--) {
    const token = tokens[index]
    if (token === undefined) return undefined
    const { type } = token
    const opens = type === tokTypes.parenL || type === tokTypes.bracketL
    if (type === tokTypes.parenR || type === tokTypes.bracketR) depth++
    else if (opens) {
      depth--
      if (isCallable(tokens[index - 1]) && (depth === 0 || type === tokTypes.parenL)) return undefined
      if (depth === 0) return token.start
    } else if (!HARMLESS.has(type)) return undefined
  }
  return undefined
}

/** What a group may have in it: names, members, literals. */
const HARMLESS: ReadonlySet<unknown> = new Set([
  ...[tokTypes.name, tokTypes.dot, tokTypes.questionDot, tokTypes.comma, tokTypes.string, tokTypes.num],
  ...[tokTypes._true, tokTypes._false, tokTypes._null],
])

/** With a bracket behind it, it would be called, or asked for a member. */
function isCallable(token: Token | undefined): boolean {
  return isChainEnd(token) || token?.type === tokTypes.parenR || token?.type === tokTypes.backQuote
}

function literalKeyStart(tokens: readonly Token[], end: number): number | undefined {
  const key = tokens[end - 1]?.type
  const isKey = key === tokTypes.string || key === tokTypes.num || key === tokTypes.name
  return isKey && tokens[end - 2]?.type === tokTypes.bracketL ? end - 2 : undefined
}

/** Something that may have a member. */
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
