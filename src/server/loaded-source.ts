import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Capturer } from './capture/index.ts'
import { toGenerated, toOriginal } from './instrument/index.ts'
import type { Insertion, ModuleHooks, Position, StackColumns } from './instrument/index.ts'

/** Which text a position in the running code belongs to, where modules were rewritten as they loaded. */
export interface LoadedSources {
  unrewrite(url: string, position: Position): Position
  /** The text before rewriting, where the file on disk is not it: loaders with inline maps, deleted files. */
  loadedSource(url: string): string | undefined
  /** What positions in the text of a stack are: those of the source where its columns are kept, else of the running code. */
  readonly stackPositions: StackPositions
}

export interface StackPositions {
  toRunning(url: string, position: Position): Position
  toSource(url: string, position: Position): Position
}

export function createLoadedSources(
  capturer: Capturer,
  hooks: ModuleHooks | undefined,
  columns: StackColumns | undefined,
): LoadedSources {
  const insertionsOf = (url: string): readonly Insertion[] | undefined =>
    // A composed map leads from the running code straight to the file's own sources.
    hooks?.mapStateOf(url) === 'composed' ? undefined : hooks?.insertionsFor(url)
  const unrewrite = (url: string, position: Position): Position => {
    const insertions = insertionsOf(url)
    return insertions === undefined ? position : toOriginal(insertions, position)
  }
  return {
    unrewrite,
    stackPositions: {
      toRunning(url, position) {
        const insertions = columns?.kept === true ? insertionsOf(url) : undefined
        return insertions === undefined ? position : toGenerated(insertions, position)
      },
      toSource: (url, position) => (columns?.kept === true ? position : unrewrite(url, position)),
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
