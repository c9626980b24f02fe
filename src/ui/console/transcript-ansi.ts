import { highlightCode } from '../text/code-tokens.ts'
import { shorten, showText } from '../text/visible-text.ts'
import { hyperlink, paint, type Style, withoutColours } from './ansi.ts'
import { styleOfClass } from './prompt-layout.ts'
import type { TranscriptLine } from './transcript.ts'

/** More than this scrolls out of the terminal's memory anyway. */
const TEXT_LIMIT = 200_000
const HIGHLIGHT_LIMIT = 20_000

const clean = (text: string): string => shorten(showText(withoutColours(text)), TEXT_LIMIT)

/** Each line is painted for itself: a style must not run over the line's end. */
const paintLines = (style: Style, text: string): string =>
  text
    .split('\n')
    .map((line) => paint(style, line))
    .join('\r\n')

const STYLE_OF_TYPE: Readonly<Record<string, Style>> = {
  string: 'string',
  symbol: 'string',
  number: 'number',
  bigint: 'number',
  boolean: 'number',
  date: 'keyword',
  undefined: 'dim',
  null: 'keyword',
  function: 'function',
  class: 'function',
  error: 'error',
}

const paintResult = (type: string, text: string): string => {
  const style = STYLE_OF_TYPE[type]
  if (style !== undefined) return paintLines(style, text)
  if (text.length > HIGHLIGHT_LIMIT) return paintLines('plain', text)
  return highlightCode(text)
    .map(([run, tokenClass]) => paintLines(styleOfClass(tokenClass), run))
    .join('')
}

/** An error's first line says what, the others where. */
const paintError = (text: string): string => {
  const [first = '', ...others] = text.split('\n')
  return [paint('error', first), ...others.map((line) => paint('dim', line))].join('\r\n')
}

/** One transcript line as terminal text, its line break included. `linkTo` names the target of a link to a value. */
export const paintTranscript = (line: TranscriptLine, linkTo: string | undefined): string => {
  const text = clean(line.text)
  switch (line.kind) {
    case 'output': {
      const body = text.endsWith('\n') ? text.slice(0, -1) : text
      return `${paintLines(line.stream === 'stderr' ? 'error' : 'plain', body)}\r\n`
    }
    case 'result': {
      const link = linkTo === undefined ? '' : `  ${paint('dim', hyperlink(linkTo, '⤷ inspect'))}`
      return `${paintResult(line.value.type, text)}${link}\r\n`
    }
    case 'error':
      return `${paintError(text)}\r\n`
    case 'note':
      return `${paintLines('dim', text)}\r\n`
  }
}
