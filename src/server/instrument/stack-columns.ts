import { pathToFileURL } from 'node:url'
import { toOriginal } from './column-map.ts'
import type { Insertion } from './column-map.ts'

export interface StackColumns {
  /** Whether the stack text of an error made now has the columns of the app's own source. */
  readonly kept: boolean
  /** Tells of every error whose stack somebody reads for the first time. The listener must not throw. */
  listen(listener: (error: unknown) => void): void
  close(): void
}

export interface StackColumnsParts {
  insertionsFor(url: string): readonly Insertion[] | undefined
  /** Whether a file is the debugger's: its frames are left out. */
  isOwn(file: string): boolean
  /** For the frame in which the debugger calls the app: the lines that stand below the app without the debugger. */
  stackBelowApp(site: NodeJS.CallSite): readonly string[] | undefined
}

type Prepare = (error: unknown, trace: NodeJS.CallSite[]) => unknown

/**
 * Keeps the columns of `error.stack` what they are without us: rewriting moves them on lines with an `await`. Node formats
 * stacks through `Error.prepareStackTrace`, which it reads every time; ours corrects what Node's own gives. It steps aside
 * where source maps are enabled (the maps of rewritten modules do the same) and for a function that the app sets.
 */
export function keepStackColumns(parts: StackColumnsParts): StackColumns {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  const original = before?.value as Prepare | undefined
  // A Node without a default, or an app's own that was there first.
  if (before?.configurable !== true || typeof original !== 'function' || original.name !== 'ErrorPrepareStackTrace') {
    return { kept: false, listen: () => undefined, close: () => undefined }
  }
  let listener: ((error: unknown) => void) | undefined
  // Not of stacks that are read here.
  let isReading = false
  const prepare: Prepare = (error, trace) => {
    if (!isReading) listener?.(error)
    const text = original(error, trace)
    if (typeof text !== 'string') return text
    const wasReading = isReading
    isReading = true
    const shown = corrected(text, trace, parts)
    isReading = wasReading
    return shown
  }
  Object.defineProperty(Error, 'prepareStackTrace', {
    configurable: true,
    enumerable: before.enumerable ?? false,
    get: () => (process.sourceMapsEnabled ? original : prepare),
    set: (value: unknown) => {
      Object.defineProperty(Error, 'prepareStackTrace', { ...before, value })
    },
  })
  return {
    get kept() {
      return Error.prepareStackTrace === prepare
    },
    listen(wanted) {
      listener = wanted
    },
    close() {
      if (Error.prepareStackTrace === prepare) Object.defineProperty(Error, 'prepareStackTrace', before)
    },
  }
}

/** Never throws: the stack of the app's error is at stake. */
function corrected(
  text: string,
  trace: readonly NodeJS.CallSite[],
  { insertionsFor, isOwn, stackBelowApp }: StackColumnsParts,
): string {
  try {
    let shown = text
    let removed = 0
    for (const [index, site] of trace.entries()) {
      const file = site.getFileName()
      const line = site.getLineNumber()
      const column = site.getColumnNumber()
      if (file == null || line === null || column === null) continue
      const place = `${file}:${line}:${column}`
      if (isOwn(file)) {
        const below = stackBelowApp(site)
        if (below !== undefined) return withLinesBelow(shown, site, below, trace.length - index + removed)
        shown = withoutLine(shown, place)
        removed++
        continue
      }
      const insertions = insertionsFor(urlOf(file))
      if (insertions === undefined) continue
      const original = toOriginal(insertions, { line, column })
      if (original.column !== column) shown = shown.replace(place, () => `${file}:${line}:${original.column}`)
    }
    return shown
  } catch {
    return text
  }
}

/** The lines from that of a frame on give way to others, as far as V8's limit goes: it has cut the trace at that. */
function withLinesBelow(text: string, site: NodeJS.CallSite, below: readonly string[], room: number): string {
  const end = text.lastIndexOf(`\n    at ${(site as { toString: () => string }).toString()}`)
  return end === -1 ? text : [text.slice(0, end), ...below.slice(0, room)].join('\n')
}

/** Takes the line of one frame out; the first lines are the message. */
function withoutLine(text: string, place: string): string {
  const at = text.indexOf(place)
  if (at === -1) return text
  const start = text.lastIndexOf('\n', at)
  const end = text.indexOf('\n', at)
  if (start === -1 || !/^\n +at /.test(text.slice(start, at))) return text
  return text.slice(0, start) + (end === -1 ? '' : text.slice(end))
}

const urls = new Map<string, string>()

/** CommonJS modules are named by path, their rewriting by URL. */
function urlOf(file: string): string {
  if (!file.startsWith('/')) return file
  let url = urls.get(file)
  if (url === undefined) {
    url = pathToFileURL(file).href
    if (urls.size < 10_000) urls.set(file, url)
  }
  return url
}
