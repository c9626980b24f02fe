import type { Tree } from '@lezer/common'
import type { Excerpt } from '../../shared/traceback.ts'
import {
  contextRange,
  excerptAround,
  excerptOfCuts,
  excerptOfLines,
  type ExcerptLimits,
  type FramedExcerpt,
} from './excerpt.ts'
import { tokensOfLines } from './highlight.ts'
import { readLineWindows } from './large-file.ts'
import type { SourceLimits } from './limits.ts'
import type { Position } from './position.ts'
import { withRegularFile } from './regular-file.ts'
import type { Script } from './script.ts'
import { editorPosition, lineLength, type SourceText } from './source-text.ts'
import { createSyntaxParser, languageOf } from './syntax-tree.ts'

/** Which text of a script to show for a position in it. */
export type ShownText = { readonly changedMs?: number; readonly problem?: string } & (
  | { readonly kind: 'text'; readonly source: SourceText; readonly position: Position }
  | { readonly kind: 'large'; readonly path: string }
  | { readonly kind: 'none' }
)

export interface Excerpts {
  around(source: SourceText, file: string, position: Position): Promise<FramedExcerpt | undefined>
  whole(source: SourceText, file: string): Promise<Excerpt>
  ofLargeFile(path: string, position: Position): Promise<Excerpt | undefined>
  /** JavaScript. Undefined where it takes too long. */
  parse(text: string): Promise<Tree | undefined>
  choose(script: Script, position: Position, startedAt: number): ShownText
}

export function createExcerpts(limits: SourceLimits & ExcerptLimits): Excerpts {
  const parser = createSyntaxParser()
  const trees = new WeakMap<SourceText, Promise<Tree | undefined>>()

  const treeOf = (source: SourceText, file: string): Promise<Tree | undefined> => {
    const language = languageOf(file)
    if (language === undefined || source.text.length > limits.parseChars) return Promise.resolve(undefined)
    const tree = trees.get(source) ?? parser.parse(source.text, language)
    trees.set(source, tree)
    return tree
  }

  /** Colours the lines by themselves: right but for what began above them. */
  const withTokens = async (excerpt: Excerpt, file: string): Promise<Excerpt> => {
    const language = languageOf(file)
    if (excerpt.tokens !== undefined || language === undefined) return excerpt
    const tree = await parser.parse(excerpt.lines.join('\n'), language)
    return tree === undefined ? excerpt : { ...excerpt, tokens: tokensOfLines(tree, excerpt.lines) }
  }

  return {
    async around(source, file, position) {
      const framed = excerptAround(source, position, await treeOf(source, file), limits)
      return framed && { ...framed, excerpt: await withTokens(framed.excerpt, file) }
    },
    async whole(source, file) {
      const last = Math.min(source.starts.length, limits.wholeFileLines)
      return excerptOfLines(source, { first: 1, last }, undefined, await treeOf(source, file), limits.lineChars)
    },
    async ofLargeFile(path, position) {
      const range = contextRange(position.line, limits.contextLines)
      const read = await withRegularFile(path, (handle) => readLineWindows(handle, range, position, limits.lineChars))
      if (!read.ok || read.value.length <= position.line - range.first) return undefined
      return withTokens(excerptOfCuts(range.first, read.value, position), path)
    },
    parse: (text) => parser.parse(text, 'jsx'),
    choose: chooseText,
  }
}

/**
 * Disk, unless the file has changed or its line is not the one that runs. Stripped types leave spaces, so a line of the
 * same length is taken for the same: the file shows the types.
 */
function chooseText(script: Script, position: Position, startedAt: number): ShownText {
  const { loaded, disk } = script
  const isYounger = disk.kind !== 'absent' && disk.stamp.mtimeMs > startedAt
  // Written by this very process before it was loaded: what runs is what is there.
  const isSame = disk.kind === 'text' && disk.source.text === loaded?.text
  const changedMs = isYounger && !isSame ? disk.stamp.mtimeMs : undefined
  const changed = changedMs !== undefined && { changedMs }
  const show = (source: SourceText, problem?: string): ShownText => ({
    kind: 'text',
    source,
    position: editorPosition(source, position),
    ...changed,
    ...(problem !== undefined && { problem }),
  })
  if (disk.kind === 'absent') {
    if (loaded !== undefined) return show(loaded)
    const problem = script.place.kind === 'file' ? `the file is ${disk.failure}` : 'the code is on no disk'
    return { kind: 'none', problem }
  }
  if (loaded === undefined)
    return disk.kind === 'large' ? { kind: 'large', path: disk.stamp.path, ...changed } : show(disk.source)
  if (disk.kind === 'large' || changedMs !== undefined) return show(loaded)
  const line = editorPosition(loaded, position).line
  if (lineLength(loaded, line) === lineLength(disk.source, line)) return show(disk.source)
  return show(loaded, 'the code that runs differs from the file')
}
