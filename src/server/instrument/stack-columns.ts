import { pathToFileURL } from 'node:url'
import { toOriginal } from './column-map.ts'
import type { Insertion } from './column-map.ts'

export interface StackColumns {
  /** Whether the stack text of an error made now has the columns of the app's own source. */
  readonly kept: boolean
  close(): void
}

type Prepare = (error: unknown, trace: NodeJS.CallSite[]) => unknown

/**
 * Keeps the columns of `error.stack` what they are without us: rewriting moves them on lines with an `await`. Node formats
 * stacks through `Error.prepareStackTrace`, which it reads every time; ours corrects what Node's own gives. It steps aside
 * where source maps are enabled (the maps of rewritten modules do the same) and for a function that the app sets.
 */
export function keepStackColumns(insertionsFor: (url: string) => readonly Insertion[] | undefined): StackColumns {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  const original = before?.value as Prepare | undefined
  // A Node without a default, or an app's own that was there first.
  if (before?.configurable !== true || typeof original !== 'function' || original.name !== 'ErrorPrepareStackTrace') {
    return { kept: false, close: () => undefined }
  }
  const prepare: Prepare = (error, trace) => {
    const text = original(error, trace)
    return typeof text === 'string' ? withOriginalColumns(text, trace, insertionsFor) : text
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
    close() {
      if (Error.prepareStackTrace === prepare) Object.defineProperty(Error, 'prepareStackTrace', before)
    },
  }
}

/** Never throws: the stack of the app's error is at stake. */
function withOriginalColumns(
  text: string,
  trace: readonly NodeJS.CallSite[],
  insertionsFor: (url: string) => readonly Insertion[] | undefined,
): string {
  try {
    let shown = text
    for (const site of trace) {
      const file = site.getFileName()
      const line = site.getLineNumber()
      const column = site.getColumnNumber()
      if (file == null || line === null || column === null) continue
      const insertions = insertionsFor(urlOf(file))
      if (insertions === undefined) continue
      const original = toOriginal(insertions, { line, column })
      if (original.column !== column) {
        shown = shown.replace(`${file}:${line}:${column}`, () => `${file}:${line}:${original.column}`)
      }
    }
    return shown
  } catch {
    return text
  }
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
