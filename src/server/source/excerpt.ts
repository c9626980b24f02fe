import type { Tree } from '@lezer/common'
import type { Excerpt } from '../../shared/traceback.ts'
import { functionAround } from './enclosing-function.ts'
import { tokensOfCut } from './highlight.ts'
import { columnInCut, cutAround, type CutLine } from './line-cut.ts'
import type { Position } from './position.ts'
import { lineOf, lineRange, offsetAt, type SourceText } from './source-text.ts'

export interface ExcerptLimits {
  /** Lines shown before and after the failing one. */
  readonly contextLines: number
  /** A function of at most so many lines is shown as a whole. */
  readonly functionLines: number
  /** Longer lines are cut, the failing one around its column. */
  readonly lineChars: number
}

export interface FramedExcerpt {
  readonly excerpt: Excerpt
  /** Name of the innermost function around the position, as the source has it. */
  readonly functionName?: string
  /** There is no function around it. */
  readonly isTopLevel?: true
}

/** The lines around a position, with tokens where `tree` (that of the whole text) is given. Undefined beyond the end. */
export function excerptAround(
  source: SourceText,
  position: Position,
  tree: Tree | undefined,
  limits: ExcerptLimits,
): FramedExcerpt | undefined {
  const offset = offsetAt(source, position)
  if (offset === undefined) return undefined
  const around = tree && functionAround(tree, source.text, offset)
  let functionLines: readonly [number, number] | undefined
  let { first, last } = contextRange(position.line, limits.contextLines, source.starts.length)
  if (around !== undefined) {
    const from = lineOf(source, around.from)
    const to = lineOf(source, around.to)
    functionLines = [from, to]
    if (to - from < limits.functionLines) {
      first = Math.min(first, from)
      last = Math.max(last, to)
    }
  }
  const shown = excerptOfLines(source, { first, last }, position, tree, limits.lineChars)
  const excerpt = functionLines === undefined ? shown : { ...shown, functionLines }
  if (around === undefined) return tree === undefined ? { excerpt } : { excerpt, isTopLevel: true }
  return around.name === undefined ? { excerpt } : { excerpt, functionName: around.name }
}

/** First and last line to show, 1-based, both included. */
export function contextRange(
  line: number,
  contextLines: number,
  lineCount = Infinity,
): { first: number; last: number } {
  return { first: Math.max(1, line - contextLines), last: Math.min(lineCount, line + contextLines) }
}

export function excerptOfLines(
  source: SourceText,
  { first, last }: { readonly first: number; readonly last: number },
  focus: Position | undefined,
  tree: Tree | undefined,
  lineChars: number,
): Excerpt {
  const cuts: CutLine[] = []
  const tokens = []
  for (let line = first; line <= last; line++) {
    const range = lineRange(source, line)
    if (range === undefined) break
    const cut = cutAround(source.text.slice(range.from, range.to), lineChars, line === focus?.line ? focus.column : 1)
    cuts.push(cut)
    if (tree !== undefined) tokens.push(tokensOfCut(tree, source.text, range.from, cut))
  }
  const excerpt = excerptOfCuts(first, cuts, focus)
  return tree === undefined ? excerpt : { ...excerpt, tokens }
}

/** An excerpt of lines that are cut already. */
export function excerptOfCuts(startLine: number, cuts: readonly CutLine[], focus: Position | undefined): Excerpt {
  const lines = cuts.map((cut) => cut.text)
  const failing = focus && cuts[focus.line - startLine]
  return focus !== undefined && failing !== undefined && failing.from > 0
    ? { startLine, lines, failingColumn: columnInCut(failing, focus.column) }
    : { startLine, lines }
}
