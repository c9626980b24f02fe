import type { Token } from '../../shared/traceback.ts'
import { shorten } from '../text/visible-text.ts'

export interface MarkedRun {
  readonly text: string
  readonly tokenClass: Token[1]
  readonly marked: boolean
}

/** A minified line can be a megabyte long: this much of it is shown beyond the failing column. */
const LINE_LENGTH = 1000

/** The word, else the one character, that starts at `offset`. */
const markLength = (line: string, offset: number): number =>
  /^[\p{ID_Continue}$#@]+|^[^]/u.exec(line.slice(offset, offset + 200))?.[0].length ?? 0

/** A line's tokens cut so that what stands at `column` (1-based; 0 for none) is a run of its own. */
export const markLine = (tokens: readonly Token[], column: number): readonly MarkedRun[] => {
  const line = tokens.map(([text]) => text).join('')
  const start = column - 1
  const end = column > 0 && start < line.length ? start + markLength(line, start) : -1
  const limit = Math.max(end, 0) + LINE_LENGTH
  const runs: MarkedRun[] = []
  let at = 0
  for (const [text, tokenClass] of tokens) {
    const cuts = [0, start - at, end - at, text.length].map((cut) => Math.min(Math.max(cut, 0), text.length))
    const [a = 0, b = 0, c = 0, d = 0] = end === -1 ? [0, 0, 0, text.length] : cuts
    const push = (from: number, to: number, marked: boolean): void => {
      if (to > from) runs.push({ text: text.slice(from, to), tokenClass, marked })
    }
    push(a, b, false)
    push(b, c, true)
    push(c, d, false)
    at += text.length
    if (at > limit) {
      const last = runs.pop()
      if (last !== undefined)
        runs.push({ ...last, text: shorten(last.text, Math.max(2, last.text.length - (at - limit))) })
      break
    }
  }
  return runs
}
