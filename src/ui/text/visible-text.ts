/**
 * Text that others can shape (messages, names, values, output) may carry characters that are not seen but act: terminal
 * control sequences, bidirectional overrides that reorder what is read, invisible letters. They are shown as the
 * escapes a JavaScript string would need.
 */

// Cc: controls; Cf: format characters (bidi, zero width, tags, soft hyphen, byte order mark); Cs: lone surrogates;
// Zl, Zp: line and paragraph separator; then the letters that have no shape (Hangul fillers, the blank Braille cell).
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu
const BEFORE_JOINER = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u
const AFTER_JOINER = /^\p{Extended_Pictographic}/u

const escapeCharacter = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}

const joinsEmoji = (text: string, at: number): boolean =>
  BEFORE_JOINER.test(text.slice(Math.max(0, at - 2), at)) && AFTER_JOINER.test(text.slice(at + 1, at + 3))

const escapeExcept = (text: string, kept: string): string =>
  text.replace(ACTING, (character, at: number) => {
    if (kept.includes(character)) return character
    if (character === '\u200d' && joinsEmoji(text, at)) return character
    return escapeCharacter(character)
  })

/** Text of one line: line breaks and tabs become escapes, too. */
export const showLine = (text: string): string => escapeExcept(text, '')

/** Text of a source line: tabs stay. */
export const showCode = (text: string): string => escapeExcept(text, '\t')

/** Text of several lines: `\n` and tabs stay, `\r\n` becomes `\n`. */
export const showText = (text: string): string => escapeExcept(text.replaceAll('\r\n', '\n'), '\n\t')

/** At most `limit` UTF-16 units, never half a surrogate pair, an ellipsis in place of the rest. */
export const shorten = (text: string, limit: number): string => {
  if (text.length <= limit) return text
  const last = text.charCodeAt(limit - 2)
  const end = last >= 0xd800 && last <= 0xdbff ? limit - 2 : limit - 1
  return `${text.slice(0, Math.max(0, end))}…`
}
