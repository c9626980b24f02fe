import { highlightCode } from '../text/code-tokens.ts'
import { shorten, showLine, showText } from '../text/visible-text.ts'
import { hyperlink, paint, type Style, withoutColours } from './ansi.ts'
import { styleOfClass } from './prompt-layout.ts'
import { findPositions, type SourcePosition } from './source-position.ts'
import type { ValueView } from '../../shared/traceback.ts'
import type { TranscriptLine } from './transcript.ts'

/** More than this scrolls out of the terminal's memory anyway. */
const TEXT_LIMIT = 200_000
const HIGHLIGHT_LIMIT = 20_000
const LINKS_LIMIT = 200

/** At the beginning of a line the prompt's sign is the prompt's alone: nothing printed is to pass for what was typed. */
const clean = (text: string): string => shorten(showText(withoutColours(text)), TEXT_LIMIT).replace(/^›/gm, ' $&')

/** Targets of links; undefined for what is none. */
export interface TranscriptLinks {
  readonly value: (value: ValueView) => string | undefined
  readonly position: (position: SourcePosition) => { readonly target: string; readonly label: string } | undefined
}

type Run = readonly [text: string, style: Style]

/** Each line is painted for itself: a style must not run over the line's end. */
const paintRun = ([text, style]: Run): string =>
  text
    .split('\n')
    .map((line) => paint(style, line))
    .join('\r\n')

/** The part of `runs` from `start` up to `end`, which are offsets into their joined text. */
const sliceRuns = (runs: readonly Run[], start: number, end: number): readonly Run[] => {
  let at = 0
  return runs.flatMap(([text, style]): Run[] => {
    const part = text.slice(Math.max(0, start - at), Math.max(0, end - at))
    at += text.length
    return part === '' ? [] : [[part, style]]
  })
}

/** As it stands in the text; where that is a stack, as short as the page writes it. */
type PositionText = 'as written' | 'short'

/** `runs`, and the source positions in them as links where they lead somewhere. */
const paintRuns = (runs: readonly Run[], links: TranscriptLinks, positions: PositionText = 'as written'): string => {
  const text = runs.map(([part]) => part).join('')
  const paintFrom = (start: number, end: number): string => sliceRuns(runs, start, end).map(paintRun).join('')
  let painted = ''
  let at = 0
  for (const { start, end, position } of findPositions(text).slice(0, LINKS_LIMIT)) {
    const link = links.position(position)
    if (link === undefined) continue
    const style = sliceRuns(runs, start, start + 1)[0]?.[1] ?? 'plain'
    const words = positions === 'short' ? paint(style, showLine(link.label)) : paintFrom(start, end)
    painted += paintFrom(at, start) + hyperlink(link.target, words)
    at = end
  }
  return painted + paintFrom(at, text.length)
}

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

const resultRuns = (type: string, text: string): readonly Run[] => {
  const style = STYLE_OF_TYPE[type]
  if (style !== undefined) return [[text, style]]
  if (text.length > HIGHLIGHT_LIMIT) return [[text, 'plain']]
  return highlightCode(text).map(([run, tokenClass]) => [run, styleOfClass(tokenClass)])
}

/** An error's first line says what, the others where. */
const errorRuns = (text: string): readonly Run[] => {
  const end = text.indexOf('\n')
  if (end === -1) return [[text, 'error']]
  return [
    [text.slice(0, end), 'error'],
    [text.slice(end), 'dim'],
  ]
}

/** Behind the text; below it where its last line is a part of the whole: a frame of a stack, a variable of a dump. */
const inspectLink = (text: string, value: ValueView | undefined, links: TranscriptLinks): string => {
  const target = value && links.value(value)
  if (target === undefined) return ''
  const isBelow = /\n[ \t][^\n]*$/.test(text)
  return `${isBelow ? '\r\n' : '  '}${paint('dim', hyperlink(target, '⤷ inspect'))}`
}

/** One transcript line as terminal text, its line break included. */
export const paintTranscript = (line: TranscriptLine, links: TranscriptLinks): string => {
  const text = clean(line.text)
  switch (line.kind) {
    case 'output': {
      const body = text.endsWith('\n') ? text.slice(0, -1) : text
      return `${paintRuns([[body, line.stream === 'stderr' ? 'error' : 'plain']], links)}\r\n`
    }
    case 'result': {
      return `${paintRuns(resultRuns(line.value.type, text), links)}${inspectLink(text, line.value, links)}\r\n`
    }
    case 'error':
      return `${paintRuns(errorRuns(text), links, 'short')}${inspectLink(text, line.value, links)}\r\n`
    case 'note':
      return `${paintRun([text, 'dim'])}\r\n`
  }
}
