import type { TokenClass } from '../../shared/traceback.ts'
import { highlightCode } from '../text/code-tokens.ts'
import { shorten, showCode, showLine } from '../text/visible-text.ts'
import { paint, type Style } from './ansi.ts'
import { characterWidth } from './character-width.ts'
import type { CompletionList, EditorState } from './editor-state.ts'
import { matchingBrackets } from './incomplete-source.ts'

/** The prompt as terminal rows: wrapped here and not by the terminal, so that the cursor's place is always known. */
export interface PromptLayout {
  readonly rows: readonly string[]
  readonly cursorRow: number
  readonly cursorColumn: number
}

export interface PromptExtras {
  /** What the line would give, in grey behind it. */
  readonly preview: string
  /** The sign of a running evaluation, or ''. */
  readonly running: string
}

export const PROMPT = '› '
const CONTINUATION = '… '
const LIST_ROWS = 6

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

export const textWidth = (text: string): number => {
  let width = 0
  for (const character of text) width += characterWidth(character.codePointAt(0) ?? 0)
  return width
}

/** Collects styled text into rows of at most `columns` cells. */
class RowWriter {
  readonly rows: string[] = []
  #row = ''
  #run = ''
  #style: Style = 'plain'
  column = 0
  readonly #columns: number

  constructor(columns: number) {
    this.#columns = columns
  }

  put(character: string, style: Style): void {
    const width = characterWidth(character.codePointAt(0) ?? 0)
    if (this.column + width > this.#columns) this.breakRow()
    if (style !== this.#style) this.#flush(style)
    this.#run += character
    this.column += width
  }

  putText(text: string, style: Style): void {
    for (const character of text) this.put(character, style)
  }

  breakRow(): void {
    this.#flush(this.#style)
    this.rows.push(this.#row)
    this.#row = ''
    this.column = 0
  }

  #flush(style: Style): void {
    this.#row += paint(this.#style, this.#run)
    this.#run = ''
    this.#style = style
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

const itemWidth = 24

const listLines = (list: CompletionList, columns: number): readonly (readonly [string, Style])[][] => {
  const perRow = Math.max(1, Math.floor(columns / (itemWidth + 2)))
  const page = perRow * LIST_ROWS
  const first = list.selected < 0 ? 0 : Math.floor(list.selected / page) * page
  const lines: (readonly [string, Style])[][] = []
  for (const [index, item] of list.items.slice(first, first + page).entries()) {
    const label = shorten(showLine(item.label), itemWidth)
    const style: Style = first + index === list.selected ? 'selected' : 'dim'
    if (index % perRow === 0) lines.push([])
    const padding = ' '.repeat(Math.max(0, itemWidth + 2 - textWidth(label)))
    lines.at(-1)?.push([label, style], [padding, 'plain'])
  }
  const rest = list.items.length - first - page
  if (rest > 0) lines.push([[`${rest} more`, 'dim']])
  return lines
}

const promptFor = (state: EditorState): readonly [string, Style] => {
  if (state.search === undefined) return [PROMPT, 'accent']
  const mark = state.search.at === -1 ? 'nothing found' : 'search'
  return [`(${mark}: ${shorten(showLine(state.search.query), 40)}) `, 'dim']
}

export const layOutPrompt = (state: EditorState, extras: PromptExtras, columns: number): PromptLayout => {
  const writer = new RowWriter(Math.max(4, columns))
  const styleAt = stylesOf(state)
  let cursor = { row: 0, column: 0 }
  const noteCursor = (): void => {
    if (writer.column >= Math.max(4, columns)) writer.breakRow()
    cursor = { row: writer.rows.length, column: writer.column }
  }
  writer.putText(...promptFor(state))
  let at = 0
  for (const character of state.text) {
    if (at === state.cursor) noteCursor()
    if (character === '\n') {
      writer.breakRow()
      writer.putText(CONTINUATION, 'dim')
    } else writer.putText(shownAs(character), styleAt(at))
    at += character.length
  }
  if (state.cursor >= at) noteCursor()
  writer.putText(showLine(state.suggestion), 'ghost')
  if (extras.preview !== '') writer.putText(`   ${extras.preview}`, 'dim')
  if (extras.running !== '') {
    writer.breakRow()
    writer.putText(extras.running, 'dim')
    noteCursor()
  }
  for (const line of state.list === undefined ? [] : listLines(state.list, columns)) {
    writer.breakRow()
    for (const [text, style] of line) writer.putText(text, style)
  }
  writer.breakRow()
  return { rows: writer.rows, cursorRow: cursor.row, cursorColumn: cursor.column }
}

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
  }
}
