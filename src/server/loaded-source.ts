import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Capturer } from './capture/index.ts'
import { toOriginal } from './instrument/index.ts'
import type { Insertion, ModuleHooks, Position } from './instrument/index.ts'

/** Which text a position in the running code belongs to, where modules were rewritten as they loaded. */
export interface LoadedSources {
  unrewrite(url: string, position: Position): Position
  /** The text before rewriting, where the file on disk is not it: loaders with inline maps, deleted files. */
  loadedSource(url: string): string | undefined
}

export function createLoadedSources(capturer: Capturer, hooks: ModuleHooks | undefined): LoadedSources {
  const insertionsOf = (url: string): readonly Insertion[] | undefined =>
    // A composed map leads from the running code straight to the file's own sources.
    hooks?.mapStateOf(url) === 'composed' ? undefined : hooks?.insertionsFor(url)
  return {
    unrewrite(url, position) {
      const insertions = insertionsOf(url)
      return insertions === undefined ? position : toOriginal(insertions, position)
    },
    loadedSource(url) {
      const script = capturer.scriptOf(url)
      if (script === undefined) return undefined
      const hasInlineMap = script.sourceMapUrl?.startsWith('data:') === true && hooks?.mapStateOf(url) !== 'added'
      if (!hasInlineMap && isOnDisk(url)) return undefined
      const source = capturer.scriptSource(script.scriptId)
      const insertions = insertionsOf(url)
      return source === undefined || insertions === undefined ? source : withoutInsertions(source, insertions)
    },
  }
}

function isOnDisk(url: string): boolean {
  try {
    return existsSync(url.startsWith('file:') ? fileURLToPath(url) : url)
  } catch {
    return false
  }
}

/** The text as it was before the rewriter put its insertions into the lines. */
export function withoutInsertions(source: string, insertions: readonly Insertion[]): string {
  const lines = source.split('\n')
  const inserted = Map.groupBy(insertions, ({ line }) => line)
  for (const [line, ofLine] of inserted) {
    const text = lines[line - 1]
    if (text === undefined) continue
    let kept = ''
    let from = 0
    let shift = 0
    for (const { column, length } of ofLine) {
      kept += text.slice(from, column - 1 + shift)
      from = column - 1 + shift + length
      shift += length
    }
    lines[line - 1] = kept + text.slice(from)
  }
  return lines.join('\n')
}
