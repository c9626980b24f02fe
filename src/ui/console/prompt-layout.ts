import type { TokenClass } from '../../shared/traceback.ts'
import { highlightCode } from '../text/code-tokens.ts'
import { shorten, showCode, showLine } from '../text/visible-text.ts'
import { paint, type Style } from './ansi.ts'
import { characterWidth } from './character-width.ts'
import type { Pointed } from './editor-key.ts'
import { type EditorState, selectedRange } from './editor-state.ts'
import { type ListLine, listLines } from './list-layout.ts'
import { matchingBrackets } from './incomplete-source.ts'

/** The prompt as terminal rows: wrapped here and not by the terminal, so that the cursor's place is always known. */
export interface PromptLayout {
  readonly rows: readonly string[]
  readonly cursorRow: number
  readonly cursorColumn: number
  /** What a click means, by the cell where its characters start. */
  readonly spots: readonly PromptSpot[]
}

export interface PromptSpot {
  readonly row: number
  readonly column: number
  /** Cells, counted from `column`. */
  readonly width: number
  readonly means: Pointed
}

export interface PromptExtras {
  /** What the line would give, in grey behind it. */
  readonly preview: string
  /** The sign of a running evaluation, or ''. */
  readonly running: string
}

export const PROMPT = '› '
const CONTINUATION = '… '

const STYLES: Readonly<Record<TokenClass, Style>> = {
  '': 'plain',
  keyword: 'keyword',
  string: 'string',
  number: 'number',
  comment: 'dim',
  function: 'function',
  type: 'plain',
  property: 'plain',
  name: 'plain',
}

export const styleOfClass = (tokenClass: TokenClass): Style => STYLES[tokenClass]

/** Collects styled text into rows of at most `columns` cells. */
class RowWriter {
  readonly rows: string[] = []
  #row = ''
  #run = ''
  #style: Style = 'plain'
  #isSelected = false
  column = 0
  readonly #columns: number

  constructor(columns: number) {
    this.#columns = columns
  }

  put(character: string, style: Style, isSelected: boolean): void {
    const width = characterWidth(character.codePointAt(0) ?? 0)
    if (this.column + width > this.#columns) this.breakRow()
    if (style !== this.#style || isSelected !== this.#isSelected) this.#flush(style, isSelected)
    this.#run += character
    this.column += width
  }

  putText(text: string, style: Style, isSelected = false): void {
    for (const character of text) this.put(character, style, isSelected)
  }

  place(): { readonly row: number; readonly column: number } {
    return { row: this.rows.length, column: this.column }
  }

  breakRow(): void {
    this.#flush(this.#style, this.#isSelected)
    this.rows.push(this.#row)
    this.#row = ''
    this.column = 0
  }

  #flush(style: Style, isSelected: boolean): void {
    this.#row += paint(this.#style, this.#run, this.#isSelected)
    this.#run = ''
    this.#style = style
    this.#isSelected = isSelected
  }
}

/** How one code point of the input is shown. */
const shownAs = (character: string): string => (character === '\t' ? '  ' : showCode(character))

const stylesOf = (state: EditorState): ((at: number) => Style) => {
  const styles: Style[] = []
  for (const [text, tokenClass] of highlightCode(state.text)) {
    for (let index = 0; index < text.length; index++) styles.push(styleOfClass(tokenClass))
  }
  for (const at of matchingBrackets(state.text, state.cursor) ?? []) styles[at] = 'bracket'
  return (at) => styles[at] ?? 'plain'
}

const promptFor = (state: EditorState): readonly [string, Style] => {
  if (state.search === undefined) return [PROMPT, 'accent']
  const mark = state.search.at === -1 ? 'nothing found' : 'search'
  return [`(${mark}: ${shorten(showLine(state.search.query), 40)}) `, 'dim']
}

export const layOutPrompt = (state: EditorState, extras: PromptExtras, columns: number): PromptLayout => {
  const width = Math.max(4, columns)
  const writer = new RowWriter(width)
  const spots: PromptSpot[] = []
  const styleAt = stylesOf(state)
  const [selectionStart, selectionEnd] = selectedRange(state) ?? [0, 0]
  let cursor = { row: 0, column: 0 }
  const noteCursor = (): void => {
    if (writer.column >= width) writer.breakRow()
    cursor = { row: writer.rows.length, column: writer.column }
  }
  /** The cells from `column` on stand for `means`; what has wrapped starts its row. */
  const noteSpot = (row: number, column: number, means: Pointed): void => {
    const from = writer.rows.length === row ? column : 0
    spots.push({ row: writer.rows.length, column: from, width: writer.column - from, means })
  }
  writer.putText(...promptFor(state))
  let at = 0
  for (const character of state.text) {
    if (at === state.cursor) noteCursor()
    const { row, column } = writer.place()
    const isSelected = at >= selectionStart && at < selectionEnd
    if (character === '\n') {
      // Everything behind the end of a line means its end.
      spots.push({ row, column, width, means: { kind: 'cursor', at } })
      if (isSelected && column < width) writer.putText(' ', 'plain', true)
      writer.breakRow()
      writer.putText(CONTINUATION, 'dim')
    } else {
      writer.putText(shownAs(character), styleAt(at), isSelected)
      noteSpot(row, column, { kind: 'cursor', at })
    }
    at += character.length
  }
  if (state.cursor >= at) noteCursor()
  spots.push({ ...writer.place(), width, means: { kind: 'cursor', at } })
  writer.putText(showLine(state.suggestion), 'ghost')
  if (extras.preview !== '') writer.putText(`   ${extras.preview}`, 'dim')
  if (extras.running !== '') {
    writer.breakRow()
    writer.putText(extras.running, 'dim')
    noteCursor()
  }
  const putListLine = ({ runs, means }: ListLine): void => {
    writer.breakRow()
    for (const [text, style] of runs) writer.putText(text, style)
    noteSpot(writer.rows.length, 0, means)
  }
  if (state.list !== undefined) listLines(state.list, width).forEach(putListLine)
  writer.breakRow()
  return { rows: writer.rows, cursorRow: cursor.row, cursorColumn: cursor.column, spots }
}

/** What a click on a cell of the prompt means. */
export const spotAt = ({ spots }: Pick<PromptLayout, 'spots'>, row: number, column: number): Pointed | undefined =>
  spots.find((spot) => spot.row === row && column >= spot.column && column < spot.column + spot.width)?.means

/**
 * The part of a layout around the cursor that fits into `height` rows. What has scrolled out of a terminal's screen
 * cannot be drawn over any more, so a prompt must never be taller than the screen.
 */
export const clipLayout = (layout: PromptLayout, height: number): PromptLayout => {
  const limit = Math.max(1, height)
  if (layout.rows.length <= limit) return layout
  const first = Math.min(Math.max(0, layout.cursorRow - limit + 1), layout.rows.length - limit)
  return {
    rows: layout.rows.slice(first, first + limit),
    cursorRow: layout.cursorRow - first,
    cursorColumn: layout.cursorColumn,
    spots: layout.spots.map((spot) => ({ ...spot, row: spot.row - first })),
  }
}
