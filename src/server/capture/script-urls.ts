import { OWN_ENTRY } from './entry-source.ts'
import type { InspectorSession } from './inspector-session.ts'

/** V8 tells a script's URL once, when it is parsed; call frames only name its id. */
export interface ScriptUrls {
  /** `''` for code without a URL, such as `eval`. */
  of(scriptId: string): string
  /** The script that was parsed last under a URL. */
  scriptOf(url: string): ParsedScript | undefined
}

export interface ParsedScript {
  readonly scriptId: string
  readonly sourceMapUrl: string | undefined
}

/** Bounds what an app that compiles scripts without end can make us keep. */
const MAX_SCRIPTS = 50_000

/** Has to be called before `Debugger.enable`, which announces the scripts that are loaded already. */
export function trackScriptUrls(session: InspectorSession): ScriptUrls {
  const urls = new Map<string, string>()
  const scripts = new Map<string, ParsedScript>()
  session.onScriptParsed(({ scriptId, url, sourceMapURL }) => {
    if (isNobodys(url)) return
    if (urls.size >= MAX_SCRIPTS) urls.delete(urls.keys().next().value ?? '')
    if (scripts.size >= MAX_SCRIPTS) scripts.delete(scripts.keys().next().value ?? '')
    urls.set(scriptId, url)
    scripts.set(url, { scriptId, sourceMapUrl: sourceMapURL === '' ? undefined : sourceMapURL })
  })
  session.onScriptFailed(({ scriptId, url }) => {
    if (isNobodys(url)) return
    if (urls.size >= MAX_SCRIPTS) urls.delete(urls.keys().next().value ?? '')
    urls.set(scriptId, url)
  })
  return { of: (scriptId) => urls.get(scriptId) ?? '', scriptOf: (url) => scripts.get(url) }
}

/** What is typed into a console has a URL for its stacks only: it belongs to whoever calls it, as code without one. */
function isNobodys(url: string): boolean {
  return url === '' || url === OWN_ENTRY || url.startsWith('inquest-console:')
}
