import { statSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Capturer } from './capture/index.ts'
import { toGenerated, toOriginal } from './instrument/index.ts'
import type { Insertion, ModuleHooks, Position, StackColumns } from './instrument/index.ts'

/** Which text a position in the running code belongs to, where modules were rewritten as they loaded. */
export interface LoadedSources {
  unrewrite(url: string, position: Position): Position
  /**
   * The text before rewriting, where the file on disk is not it: evaluated code, loaders with inline maps, files that were
   * changed or deleted since. `scriptId` tells scripts of one URL apart, and finds those without any.
   */
  loadedSource(url: string, scriptId?: string): string | undefined
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
  columns: StackColumns,
): LoadedSources {
  /** What the hooks know a script by. */
  const moduleOf = (url: string): string => (hooks?.mapStateOf(url) === undefined ? moduleUrl(url) : url)
  const insertionsOf = (url: string): readonly Insertion[] | undefined => {
    const module = moduleOf(url)
    // A composed map leads from the running code straight to the file's own sources.
    return hooks?.mapStateOf(module) === 'composed' ? undefined : hooks?.insertionsFor(module)
  }
  const unrewrite = (url: string, position: Position): Position => {
    const insertions = insertionsOf(url)
    return insertions === undefined ? position : toOriginal(insertions, position)
  }
  return {
    unrewrite,
    stackPositions: {
      toRunning(url, position) {
        const insertions = columns.kept ? insertionsOf(url) : undefined
        return insertions === undefined ? position : toGenerated(insertions, position)
      },
      toSource: (url, position) => (columns.kept ? position : unrewrite(url, position)),
    },
    loadedSource(url, scriptId) {
      const script = capturer.scriptOf(url)
      const id = scriptId ?? script?.scriptId
      if (id === undefined) return undefined
      const isMapAdded = hooks?.mapStateOf(moduleOf(url)) === 'added'
      const hasInlineMap = script?.sourceMapUrl?.startsWith('data:') === true && !isMapAdded
      if (!hasInlineMap && isAsLoaded(url)) return undefined
      const source = capturer.scriptSource(id)
      if (source === undefined) return undefined
      const insertions = insertionsOf(url)
      const restored = insertions === undefined ? source : withoutInsertions(source, insertions)
      return isMapAdded ? withoutAddedMap(restored) : restored
    },
  }
}

/**
 * The URL that a module was loaded by. Of a CommonJS module a stack names the path, and the inspector a URL of its own
 * making, with `[` and the like as they are.
 */
function moduleUrl(url: string): string {
  try {
    if (url.startsWith('/')) return pathToFileURL(url).href
    return url.startsWith('file:') ? pathToFileURL(fileURLToPath(url)).href : url
  } catch {
    return url
  }
}

/** Whether the file is there and no younger than this process: then it is what was loaded. */
function isAsLoaded(url: string): boolean {
  if (url === '') return false
  try {
    return statSync(url.startsWith('file:') ? fileURLToPath(url) : url).mtimeMs <= performance.timeOrigin
  } catch {
    return false
  }
}

/** The map that the rewriter appends leads from the rewritten text to this one. */
function withoutAddedMap(source: string): string {
  const at = source.lastIndexOf('\n//# sourceMappingURL=')
  return at === -1 ? source : source.slice(0, at)
}

/** The text as it was before the rewriter put its insertions into the lines. */
export function withoutInsertions(source: string, insertions: readonly Insertion[]): string {
  // As V8 counts lines; every other part is a terminator.
  const parts = source.split(/(\r\n|[\n\r\u2028\u2029])/)
  const inserted = Map.groupBy(insertions, ({ line }) => line)
  for (const [line, ofLine] of inserted) {
    const at = 2 * (line - 1)
    const text = parts[at]
    if (text === undefined) continue
    let kept = ''
    let from = 0
    let shift = 0
    for (const { column, length } of ofLine) {
      kept += text.slice(from, column - 1 + shift)
      from = column - 1 + shift + length
      shift += length
    }
    parts[at] = kept + text.slice(from)
  }
  return parts.join('')
}
