import { shorten, showLine } from '../text/visible-text.ts'
import type { Style } from './ansi.ts'
import { textWidth } from './character-width.ts'
import type { Pointed } from './editor-key.ts'
import type { CompletionList } from './editor-state.ts'

/** One row of the open list: what it shows, and what a click on it means. */
export interface ListLine {
  readonly runs: readonly (readonly [text: string, style: Style])[]
  readonly means: Pointed
}

export const LIST_ROWS = 8
const LABEL_WIDTH = 32

/**
 * The completions below the prompt, one a row, with what is known of each beside it: a page of them, and how many there
 * are on the others. No row is wider than `columns`.
 */
export const listLines = ({ items, more, selected }: CompletionList, columns: number): readonly ListLine[] => {
  const first = selected < 0 ? 0 : Math.floor(selected / LIST_ROWS) * LIST_ROWS
  const shown = items.slice(first, first + LIST_ROWS)
  const room = Math.max(1, Math.min(LABEL_WIDTH, columns - 2))
  const labels = shown.map(({ label }) => fit(label, room))
  const width = Math.max(...labels.map(textWidth))
  const lines = shown.map(({ detail, kind }, index): ListLine => {
    const label = labels[index] ?? ''
    const padding = ' '.repeat(width - textWidth(label))
    const note = fit(detail ?? kind, columns - width - 4)
    return {
      runs: [
        [` ${label}${padding} `, first + index === selected ? 'selected' : 'plain'],
        [note === '' ? '' : ` ${note}`, 'dim'],
      ],
      means: { kind: 'item', index: first + index, take: true },
    }
  })
  const rest = items.length - first - shown.length
  const further = more > 0 ? `, and ${more} that typing on would find` : ''
  if (rest > 0) lines.push(turnPage(` ${rest} more${further}`, first + LIST_ROWS))
  else if (first > 0) lines.push(turnPage(` ${first} before`, 0))
  return lines
}

const turnPage = (text: string, index: number): ListLine => ({
  runs: [[text, 'dim']],
  means: { kind: 'item', index, take: false },
})

/** In at most `room` cells, on one line. */
const fit = (text: string, room: number): string => {
  if (room < 1) return ''
  const line = showLine(shorten(text, 200))
  if (textWidth(line) <= room) return line
  let cut = ''
  for (const character of line) {
    if (textWidth(cut + character) > room - 1) break
    cut += character
  }
  return `${cut}…`
}
