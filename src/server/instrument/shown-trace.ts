import { answeringOtherwise, textOf, textSite } from './call-site.ts'
import type { CallSiteReader } from './call-site.ts'
import { toGenerated, toOriginal } from './column-map.ts'
import type { Insertion, Position } from './column-map.ts'
import { moduleUrlOf } from './module-url.ts'
import type { MapState } from './source-map-comment.ts'

export interface ShownTraceParts {
  insertionsFor(url: string): readonly Insertion[] | undefined
  mapStateOf(url: string): MapState | undefined
  /** Whether a file is the debugger's: its frames are left out. */
  isOwn(file: string): boolean
  /** For the function in which the debugger calls the app: what stands below the app without the debugger. */
  stackBelowApp(
    functionName: string,
  ): { readonly innermost?: string; readonly sites: readonly NodeJS.CallSite[] } | undefined
}

type CallSite = NodeJS.CallSite
type Trace = readonly CallSite[]

/** Frames of evaluated code name the place of the call that evaluated it. */
const EVAL_PLACE = /\(((?:file:\/\/)?\/.*?):(\d+):(\d+)\)/

/**
 * From a trace as V8 has made it to the one that it makes of the app without us, for Node to format. The
 * function never throws: the stack of the app's error is at stake.
 */
export function createShownTraces(read: CallSiteReader, parts: ShownTraceParts): (trace: Trace) => Trace {
  const { insertionsFor, mapStateOf, isOwn, stackBelowApp } = parts

  const shownSite = (site: CallSite, file: string): CallSite => {
    const url = moduleUrlOf(file)
    const insertions = insertionsFor(url)
    const position = read.positionOf(site)
    if (insertions === undefined || position === undefined) return site
    const source = toOriginal(insertions, position)
    const shownFile = read.shownFileOf(site) ?? file
    const text = replaceLast(textOf(site), placeText(shownFile, position), placeText(shownFile, source))
    const state = mapStateOf(url)
    // The map is ours: without us Node finds none, as it finds none for what has no file.
    if (state === 'added') return answeringOtherwise(site, { getFileName: null, toString: text })
    const enclosing = read.enclosingOf(site)
    // The map that Node has is one of the running code, or one of the source. In a composed one, what is asked for from
    // inside an insertion is what the source has there.
    const asked = (position: Position): Position =>
      state === 'composed' ? toGenerated(insertions, position) : position
    const [at, from] = [asked(source), enclosing && asked(toOriginal(insertions, enclosing))]
    return answeringOtherwise(site, {
      getLineNumber: at.line,
      getColumnNumber: at.column,
      ...(from && { getEnclosingLineNumber: from.line, getEnclosingColumnNumber: from.column }),
      toString: text,
    })
  }

  const shownEval = (site: CallSite): CallSite => {
    const origin = read.evalOriginOf(site)
    const [place = '', file = '', line, column] = origin === undefined ? [] : (EVAL_PLACE.exec(origin) ?? [])
    const insertions = file === '' ? undefined : insertionsFor(moduleUrlOf(file))
    if (origin === undefined || insertions === undefined) return site
    const source = toOriginal(insertions, { line: Number(line), column: Number(column) })
    const shown = replaceLast(origin, place, `(${placeText(file, source)})`)
    return answeringOtherwise(site, { getEvalOrigin: shown, toString: replaceLast(textOf(site), origin, shown) })
  }

  const shownTrace = (trace: Trace): Trace => {
    const shown: CallSite[] = []
    let differs = false
    // By index: the app may have changed what arrays do in a loop.
    for (let index = 0; index < trace.length; index++) {
      const site = trace[index] as CallSite
      const file = read.fileOf(site)
      if (file !== undefined && isOwn(file)) {
        const below = stackBelowApp(read.functionNameOf(site) ?? '')
        differs = true
        if (below === undefined) continue
        if (below.innermost !== undefined) shown.push(textSite(below.innermost))
        shown.push(...shownTrace(below.sites))
        // V8 has cut the trace at its limit.
        return shown.slice(0, trace.length)
      }
      const other = file === undefined ? shownEval(site) : shownSite(site, file)
      differs ||= other !== site
      shown.push(other)
    }
    return differs ? shown : trace
  }

  return (trace) => {
    try {
      return shownTrace(trace)
    } catch {
      return trace
    }
  }
}

function placeText(file: string, { line, column }: Position): string {
  return `${file}:${line}:${column}`
}

function replaceLast(text: string, part: string, other: string): string {
  const at = text.lastIndexOf(part)
  return at === -1 ? text : text.slice(0, at) + other + text.slice(at + part.length)
}
