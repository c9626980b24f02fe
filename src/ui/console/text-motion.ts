/** Where the cursor goes: offsets are UTF-16 units and never fall inside a character as people see it. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

export const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

export const previousCharacter = (text: string, at: number): number => {
  if (at <= 0) return 0
  const start = lineStart(text, at)
  if (start === at) return at - 1
  let last = start
  for (const { index } of graphemes.segment(text.slice(start, at))) last = start + index
  return last
}

export const nextCharacter = (text: string, at: number): number => {
  if (at >= text.length) return text.length
  const [first] = graphemes.segment(text.slice(at, lineEnd(text, at)))
  return at + (first?.segment.length ?? 1)
}

const WORD_BACK = /[\p{ID_Continue}$]+[^\p{ID_Continue}$]*$|[^\p{ID_Continue}$]+$/u
const WORD_ON = /^[^\p{ID_Continue}$]*[\p{ID_Continue}$]+|^[^\p{ID_Continue}$]+/u

export const previousWord = (text: string, at: number): number =>
  at - (WORD_BACK.exec(text.slice(0, at))?.[0].length ?? 0)

export const nextWord = (text: string, at: number): number => at + (WORD_ON.exec(text.slice(at))?.[0].length ?? 0)

/** The same column one line up or down; undefined where there is no such line. */
export const lineAbove = (text: string, at: number): number | undefined => {
  const start = lineStart(text, at)
  if (start === 0) return undefined
  const above = lineStart(text, start - 1)
  return snap(text, Math.min(above + (at - start), start - 1))
}

export const lineBelow = (text: string, at: number): number | undefined => {
  const end = lineEnd(text, at)
  if (end === text.length) return undefined
  return snap(text, Math.min(end + 1 + (at - lineStart(text, at)), lineEnd(text, end + 1)))
}

/** The nearest boundary at or before `at`. */
const snap = (text: string, at: number): number => {
  if (at <= 0 || at >= text.length || text.charAt(at - 1) === '\n' || text.charAt(at) === '\n') return at
  const previous = previousCharacter(text, at)
  return nextCharacter(text, previous) > at ? previous : at
}
