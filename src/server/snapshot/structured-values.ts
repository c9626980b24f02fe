/** Values of any kind that stand behind a name in JSON, in code and in what Node prints: lists and objects above all. */
import { charCodeAt, execute, slice } from './intrinsics.ts'
import { FIELDS, NAMING_WORDS } from './naming-fields.ts'

interface Head {
  /** Ends where the value begins. The first group is what the search goes on behind, where the name is no secret. */
  readonly pattern: RegExp
  readonly nameOf: (match: RegExpExecArray) => string
  /** Backslashes before each quotation mark, as in JSON within a string of JSON. */
  readonly slashesOf: (match: RegExpExecArray) => number
  /** Other quotation marks than JSON's count, and a stack ends the value. */
  readonly isCode: boolean
}

const HEADS: readonly Head[] = [
  // "name": [ and "name": {, also within a string.
  {
    pattern: /((\\{0,7})"([^"\\\r\n]{1,100})\\{0,7}"\s{0,4}:\s{0,4})(?=[{[])/g,
    nameOf: (match) => match[3] ?? '',
    slashesOf: (match) => (match[2] ?? '').length,
    isCode: false,
  },
  // name: [ and 'name' => {
  {
    pattern: /(?<![\w$.-])(([A-Za-z_$][\w$.-]{0,99})'?\s{0,4}[:=]>?\s{0,4})(?=[{[])/g,
    nameOf: (match) => match[2] ?? '',
    slashesOf: () => 0,
    isCode: true,
  },
  // {"name": "password", "value": …}, as archives of requests and forms have it.
  {
    pattern: new RegExp(
      String.raw`(?<![\w$])((?:${NAMING_WORDS})["']?\s{0,4}:\s{0,4}["'])([^"'\\\r\n]{1,100})["']\s{0,4},\s{0,40}${FIELDS}["']?value["']?\s{0,4}:\s{0,4}(?=["'{[\d-])`,
      'g',
    ),
    nameOf: (match) => match[2] ?? '',
    slashesOf: () => 0,
    isCode: true,
  },
]

export function maskStructures(text: string, hidesName: (name: string) => boolean, mask: string): string {
  let result = text
  for (let index = 0; index < HEADS.length; index++) {
    const head = HEADS[index]
    if (head !== undefined) result = maskBehind(head, result, hidesName, mask)
  }
  return result
}

function maskBehind(head: Head, text: string, hidesName: (name: string) => boolean, mask: string): string {
  const { pattern, isCode } = head
  let result = ''
  let done = 0
  pattern.lastIndex = 0
  for (let match = execute(pattern, text); match !== null; match = execute(pattern, text)) {
    if (!hidesName(head.nameOf(match))) {
      pattern.lastIndex = match.index + (match[1] ?? ' ').length
      continue
    }
    const start = match.index + match[0].length
    const slashes = head.slashesOf(match)
    const end = endOfValue(text, start, slashes, isCode)
    const quote = isCode ? quoteAt(text, start) : `${slice(match[2] ?? '', 0, slashes)}"`
    result += slice(text, done, start) + quote + mask + quote
    done = end
    pattern.lastIndex = end
  }
  return done === 0 ? text : result + slice(text, done)
}

function quoteAt(text: string, index: number): string {
  const char = charCodeAt(text, index)
  return char === 34 ? '"' : char === 39 ? "'" : ''
}

const LITERAL = /[^\s,}\]]*/y
const STACK = /\n[ \t]{0,8}at /y

/** Behind a value, or the end of a text that was cut within it. What is read is hidden, so that nothing is read twice. */
function endOfValue(text: string, start: number, slashes: number, isCode: boolean): number {
  LITERAL.lastIndex = start
  const first = charCodeAt(text, start)
  if (!isBracket(first) && !isQuote(first, isCode)) return start + (execute(LITERAL, text)?.[0].length ?? 0)
  let depth = 0
  let quote = 0
  let run = 0
  for (let index = start; index < text.length; index++) {
    const char = charCodeAt(text, index)
    if (char === 92) {
      run++
      continue
    }
    const before = run
    run = 0
    if (isQuote(char, isCode)) {
      // Fewer backslashes than ours: the string that all of this is in has ended.
      if (before < slashes) return index - before
      if (quote === 0) quote = char
      // Every second backslash of a level is one that is escaped itself.
      else if (quote === char && ((before - slashes) / (slashes + 1)) % 2 < 1) quote = 0
      else continue
    } else if (quote === 0) {
      if (char === 123 || char === 91) depth++
      else if (char === 125 || char === 93) depth--
      else if (isCode && char === 10 && startsStack(text, index)) return index
    }
    if (depth <= 0 && quote === 0) return index + 1
  }
  return text.length
}

function startsStack(text: string, index: number): boolean {
  STACK.lastIndex = index
  return execute(STACK, text) !== null
}

function isBracket(char: number): boolean {
  return char === 123 || char === 91
}

function isQuote(char: number, isCode: boolean): boolean {
  return char === 34 || (isCode && (char === 39 || char === 96))
}
