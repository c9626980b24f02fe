import type { Position } from './column-map.ts'
import { apply } from './primordials.ts'

type CallSite = NodeJS.CallSite

/** What V8 says of a call site. All of it is undefined for what is no call site of V8's. */
export interface CallSiteReader {
  fileOf(site: CallSite): string | undefined
  /** What the text of the site begins its position with. */
  shownFileOf(site: CallSite): string | undefined
  functionNameOf(site: CallSite): string | undefined
  evalOriginOf(site: CallSite): string | undefined
  positionOf(site: CallSite): Position | undefined
  /** Of the function. */
  enclosingOf(site: CallSite): Position | undefined
}

/** `site`: any of V8's. Its methods are taken now: the app may reach their prototype later on, or hand over imitations. */
export function readCallSites(site: CallSite): CallSiteReader {
  const prototype = Object.getPrototypeOf(site) as CallSite
  const getter = <T>(name: keyof CallSite, type: 'string' | 'number'): ((site: CallSite) => T | undefined) => {
    const method = prototype[name]
    return (site) => {
      try {
        const value = apply(method, site, [])
        return typeof value === type ? (value as T) : undefined
      } catch {
        return undefined
      }
    }
  }
  const position = (lineName: keyof CallSite, columnName: keyof CallSite) => {
    const lineOf = getter<number>(lineName, 'number')
    const columnOf = getter<number>(columnName, 'number')
    return (site: CallSite): Position | undefined => {
      const [line, column] = [lineOf(site), columnOf(site)]
      return line === undefined || column === undefined ? undefined : { line, column }
    }
  }
  return {
    fileOf: getter('getFileName', 'string'),
    shownFileOf: getter('getScriptNameOrSourceURL', 'string'),
    functionNameOf: getter('getFunctionName', 'string'),
    evalOriginOf: getter('getEvalOrigin', 'string'),
    positionOf: position('getLineNumber', 'getColumnNumber'),
    enclosingOf: position('getEnclosingLineNumber', 'getEnclosingColumnNumber'),
  }
}

export type Answers = Readonly<Partial<Record<keyof CallSite | 'toString', unknown>>>

/** The same call site but for some of its answers. */
export function answeringOtherwise(site: CallSite, answers: Answers): CallSite {
  return new Proxy(site, {
    get(target, name) {
      if (Object.hasOwn(answers, name)) {
        const answer = answers[name as keyof CallSite]
        return () => answer
      }
      const value: unknown = Reflect.get(target, name)
      // V8 knows its call sites, and no proxies of them.
      return typeof value === 'function' ? () => apply(value, target, []) : value
    },
  })
}

/** As it stands behind `at` in a stack without source maps. */
export function textOf(site: CallSite): string {
  return (site as { toString(): string }).toString()
}

/** A call site that is nothing but its text. Node looks for no source map where there is no file. */
export function textSite(text: string): CallSite {
  return { getFileName: () => null, toString: () => text } as unknown as CallSite
}
