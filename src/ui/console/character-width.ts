/**
 * Cells a character takes in a terminal. The same function is given to the terminal itself, so that the line editor's
 * idea of where the cursor is and the terminal's cannot drift apart.
 */
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\ufe00-\ufe0f]$/u
const EMOJI = /^\p{Emoji_Presentation}$/u

// East Asian Wide and Fullwidth (Unicode UAX #11), in the coarse ranges that terminals use.
const WIDE: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
]

export const characterWidth = (code: number): 0 | 1 | 2 => {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0
  if (code < 0x300) return 1
  const character = String.fromCodePoint(code)
  if (NO_WIDTH.test(character)) return 0
  if (WIDE.some(([from, to]) => code >= from && code <= to)) return 2
  return code > 0x2300 && EMOJI.test(character) ? 2 : 1
}

/** Cells that a text of one line takes. */
export const textWidth = (text: string): number => {
  let width = 0
  for (const character of text) width += characterWidth(character.codePointAt(0) ?? 0)
  return width
}
