/** Text that is safe on one line, in a terminal and beside other text: nothing in it moves the cursor or turns the direction. */
import { charCodeAt, execute, includes, numberToString, padStart, slice } from './intrinsics.ts'

/* C0 and C1 controls, DEL, line separators, invisible and bidirectional marks, surrogates (looked at in pairs below), BOM. */
const SUSPECT_RANGE =
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ud800-\\udfff\\ufeff\\ufff9-\\ufffb'
const SUSPECT = new RegExp(`[${SUSPECT_RANGE}]`)
const QUOTABLE = new RegExp(`['\\\\${SUSPECT_RANGE}]`)

/**
 * Control characters, escape sequences and bidirectional overrides as visible escapes (`\x1b`, `\u202e`); all else as it is.
 * @param keep characters left alone, such as `\n` in a text of several lines
 */
export function escapeControls(text: string, keep = ''): string {
  if (execute(SUSPECT, text) === null) return text
  return rewrite(text, '', keep)
}

/** A string literal as Node's REPL prints it; of a text longer than `limit` characters the beginning, with `…` behind it. */
export function quote(text: string, limit: number = Infinity): string {
  const shown = text.length > limit ? cut(text, limit) : text
  const mark = shown.length < text.length ? '…' : ''
  if (execute(QUOTABLE, shown) === null) return `'${shown}'${mark}`
  const delimiter = !includes(shown, "'") ? "'" : !includes(shown, '"') ? '"' : !includes(shown, '`') ? '`' : "'"
  return delimiter + rewrite(shown, delimiter + '\\', '') + delimiter + mark
}

/** The first `limit` characters (UTF-16 units), never half of a surrogate pair. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const last = limit > 0 ? charCodeAt(text, limit - 1) : 0
  return slice(text, 0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)
}

/** At most `limit` characters, the last of them `…` where something is left out. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : cut(text, limit - 1) + '…'
}

function rewrite(text: string, backslashed: string, keep: string): string {
  let result = ''
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? ''
    const code = charCodeAt(text, index)
    let escape: string | undefined
    if (includes(backslashed, char)) escape = `\\${char}`
    else if (keep !== '' && includes(keep, char)) continue
    else if (code >= 0xd800 && code <= 0xdbff && isLowSurrogate(text, index + 1)) {
      index++
      continue
    } else if (execute(SUSPECT, char) !== null) escape = escapeUnit(code)
    if (escape === undefined) continue
    result += slice(text, start, index) + escape
    start = index + 1
  }
  return result + slice(text, start)
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = index < text.length ? charCodeAt(text, index) : 0
  return code >= 0xdc00 && code <= 0xdfff
}

function escapeUnit(code: number): string {
  switch (code) {
    case 8:
      return '\\b'
    case 9:
      return '\\t'
    case 10:
      return '\\n'
    case 11:
      return '\\v'
    case 12:
      return '\\f'
    case 13:
      return '\\r'
    default:
      return code < 0x100
        ? `\\x${padStart(numberToString(code, 16), 2, '0')}`
        : `\\u${padStart(numberToString(code, 16), 4, '0')}`
  }
}
