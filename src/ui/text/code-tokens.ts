import type { Token, TokenClass } from '../../shared/traceback.ts'

/**
 * A small tokenizer for what a developer types and for previews of values. It colours and finds brackets; it does not
 * judge. The tokens joined give the text back, whatever the text is.
 */

const KEYWORDS = new Set(
  (
    'async await break case catch class const continue debugger default delete do else export extends false finally ' +
    'for function if import in instanceof let new null of return static super switch this throw true try typeof ' +
    'undefined var void while with yield'
  ).split(' '),
)

export type CodeTokenKind = 'plain' | 'word' | 'number' | 'string' | 'template' | 'comment' | 'regexp' | 'bracket'

export interface CodeToken {
  readonly kind: CodeTokenKind
  readonly text: string
  readonly start: number
  /** False for a string, template or comment that the text ends within. */
  readonly closed: boolean
}

const WORD = /[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*/uy
const NUMBER = /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?)n?/y
const LINE_COMMENT = /\/\/[^\n]*/y
const BLOCK_COMMENT = /\/\*[^]*?(?:\*\/|$)/y
// Ends at its quote, at the end of the line, or with the text, which may be just behind a backslash.
const QUOTED = /'(?:[^'\\\n]|\\[^])*(?:'|\\?$|(?=\n))|"(?:[^"\\\n]|\\[^])*(?:"|\\?$|(?=\n))/y
// Bounded, because it is tried at every slash and may have to scan far for nothing.
const REGEXP = /\/(?![*/])(?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n]){0,100}\]){1,500}\/[a-z]*/y
const TEMPLATE_PART = /(?:[^`\\$]|\\[^]|\$(?!\{))*/y
// Everything else up to the next character that could start a token; one character at least.
const PLAIN = /[^\p{ID_Start}$_#@\d'"`/()[\]{}]+|[^]/uy

const matchAt = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

const allowsRegExp = (previous: CodeToken | undefined): boolean => {
  if (previous === undefined) return true
  if (previous.kind === 'word')
    return /^(?:return|typeof|case|in|of|delete|void|throw|new|await|yield)$/.test(previous.text)
  if (previous.kind === 'bracket') return /[([{]/.test(previous.text)
  return previous.kind === 'plain'
}

const plainToken = (text: string, at: number, previous: CodeToken | undefined): CodeToken => {
  const character = text.charAt(at)
  const token = (kind: CodeTokenKind, found: string, closed = true): CodeToken => ({
    kind,
    text: found,
    start: at,
    closed,
  })
  if ('()[]{}'.includes(character)) return token('bracket', character)
  if (character === "'" || character === '"') {
    const found = matchAt(QUOTED, text, at)
    if (found !== '') return token('string', found, found.length > 1 && found.endsWith(character))
    return token('plain', character)
  }
  if (character === '/') {
    const comment = matchAt(LINE_COMMENT, text, at)
    if (comment !== '') return token('comment', comment)
    const block = matchAt(BLOCK_COMMENT, text, at)
    if (block !== '') return token('comment', block, block.length > 3 && block.endsWith('*/'))
    const regexp = allowsRegExp(previous) ? matchAt(REGEXP, text, at) : ''
    if (regexp !== '') return token('regexp', regexp)
    return token('plain', '/')
  }
  const number = matchAt(NUMBER, text, at)
  if (number !== '') return token('number', number)
  const word = matchAt(WORD, text, at)
  if (word !== '') return token('word', word)
  const plain = matchAt(PLAIN, text, at)
  return token('plain', plain === '' ? character : plain)
}

/** All of `text` as tokens. */
export const tokenizeCode = (text: string): readonly CodeToken[] => {
  const tokens: CodeToken[] = []
  // One entry per open `{`; `template` marks the `${` of a template, after whose `}` the template goes on.
  const braces: ('brace' | 'template')[] = []
  let at = 0
  let meaningful: CodeToken | undefined
  const push = (token: CodeToken): void => {
    tokens.push(token)
    if (token.kind !== 'comment' && token.text.trim() !== '') meaningful = token
    at += token.text.length
  }
  const pushTemplate = (opening: string): void => {
    const body = matchAt(TEMPLATE_PART, text, at + opening.length)
    const end = at + opening.length + body.length
    const closing = text.startsWith('${', end) ? '${' : text.charAt(end) === '`' ? '`' : ''
    // A lone backslash at the very end belongs to the unfinished template.
    const rest = closing === '' ? text.slice(end) : ''
    if (closing === '${') braces.push('template')
    push({ kind: 'template', text: opening + body + closing + rest, start: at, closed: closing !== '' })
  }
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === '`') pushTemplate('`')
    else if (character === '}' && braces.at(-1) === 'template') {
      braces.pop()
      pushTemplate('}')
    } else {
      if (character === '{') braces.push('brace')
      if (character === '}') braces.pop()
      push(plainToken(text, at, meaningful))
    }
  }
  return tokens
}

const classOf = (token: CodeToken, next: CodeToken | undefined): TokenClass => {
  switch (token.kind) {
    case 'word':
      if (KEYWORDS.has(token.text)) return 'keyword'
      return next?.text === '(' ? 'function' : 'name'
    case 'number':
      return 'number'
    case 'string':
    case 'template':
    case 'regexp':
      return 'string'
    case 'comment':
      return 'comment'
    case 'plain':
    case 'bracket':
      return ''
  }
}

// A minus directly in front of a number and behind no operand is its sign.
const SIGN = /^(|[^]*[\s:,=<>?|&])-$/

/** `text` as runs with a highlighting class; joined they give the text. */
export const highlightCode = (text: string): readonly Token[] => {
  const tokens = tokenizeCode(text)
  return tokens.flatMap((token, index): Token[] => {
    const next = tokens[index + 1]
    const before = token.kind === 'plain' && next?.kind === 'number' ? SIGN.exec(token.text)?.[1] : undefined
    const previous = tokens[index - 1]
    const operand = before === '' && previous !== undefined && !/^[([{]$/.test(previous.text)
    if (before === undefined || operand) return [[token.text, classOf(token, next)]]
    return before === ''
      ? [['-', 'number']]
      : [
          [before, ''],
          ['-', 'number'],
        ]
  })
}
