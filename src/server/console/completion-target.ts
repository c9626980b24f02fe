import { tokTypes, tokenizer } from 'acorn'
import type { Token } from 'acorn'
import { braceTarget } from './brace-target.ts'
import { endsOperand, isDot, isWord, pairBrackets, receiverStart, wordOf } from './receiver-start.ts'

/** What a text asks to be completed where it ends. */
export type CompletionTarget =
  | { readonly kind: 'names'; readonly typed: string }
  /** `object`: any expression, to be evaluated only as far as it has no side effect. `except`: what is there already. */
  | {
      readonly kind: 'members'
      readonly object: string
      readonly typed: string
      readonly except?: readonly string[]
    }
  /** Names with a `#`, which `typed` begins with. */
  | { readonly kind: 'privates'; readonly object: string; readonly typed: string }
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

/** `after`: what stands behind the cursor. */
export function completionTarget(before: string, after = ''): CompletionTarget {
  const text = before.slice(-MAX_CHARACTERS)
  // A name of which nothing but the `#` is there is none yet.
  const isPrivate = /\.\s*#$/.test(text)
  const tokens = tokensOf(isPrivate ? text.slice(0, -1) : text)
  if (tokens === undefined) return quotedTarget(text)
  if (isPrivate) return membersTarget(tokens, text, 'privates', '#')
  const unquoted = keysTarget(tokens, text)
  if (unquoted !== undefined) return unquoted
  const last = tokens.at(-1)
  if (last === undefined) return { kind: 'names', typed: '' }
  if (isDot(last)) return membersTarget(tokens, text, 'members', '')
  const isTyping = (isWord(last) || last.type === tokTypes.privateId) && last.end === text.length
  const typed = isTyping ? text.slice(last.start) : ''
  if (isTyping) tokens.pop()
  const previous = tokens.at(-1)
  if (last.type === tokTypes.privateId)
    return isDot(previous) ? membersTarget(tokens, text, 'privates', typed) : NOTHING
  if (isTyping && isDot(previous)) return membersTarget(tokens, text, 'members', typed)
  const inBraces = braceTarget(tokens, { before: text.slice(0, text.length - typed.length), typed, after })
  if (inBraces !== undefined) return inBraces
  // Else a finished word with a space behind it, or an operator: nobody has begun to type.
  return isTyping && !isDeclaring(previous) ? { kind: 'names', typed } : NOTHING
}

/** `tokens` end with the dot. */
function membersTarget(tokens: Token[], text: string, kind: 'members' | 'privates', typed: string): CompletionTarget {
  const dot = tokens.pop()
  // At the end of a text `?.` might become the `?.5` of a conditional: two tokens.
  if (tokens.at(-1)?.type === tokTypes.question && tokens.at(-1)?.end === dot?.start) tokens.pop()
  const object = receiverOf(tokens, text)
  return object === undefined ? NOTHING : { kind, object, typed }
}

/** The text of the expression that `tokens` end with. */
function receiverOf(tokens: readonly Token[], text: string): string | undefined {
  const start = receiverStart(tokens, pairBrackets(tokens), tokens.length - 1)
  return start === undefined ? undefined : text.slice(tokens[start]?.start, tokens.at(-1)?.end)
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
  // What only stands before a bracket: it begins an array.
  if (!isEntry && !endsOperand(chain, pairBrackets(chain).openerOf, chain.length - 1)) return undefined
  const object = receiverOf(chain, text)
  return object === undefined ? undefined : { kind: 'keys', object, of: isEntry ? 'entry' : 'index', typed, quote }
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

/** The word behind these is a new name. */
function isDeclaring(token: Token | undefined): boolean {
  const { keyword } = token?.type ?? {}
  return keyword === 'const' || keyword === 'var' || keyword === 'function' || keyword === 'class'
}
