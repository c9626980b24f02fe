import { readFileSync, statSync } from 'node:fs'
// The default import: a named one would not link on a Node that has no such function, where we only have to say so.
import nodeModule from 'node:module'
import type { LoadFnOutput, LoadHookContext, LoadHookSync, ResolveHookSync } from 'node:module'
import type { Insertion } from './column-map.ts'
import { hasForeignLoader, openCompileLane } from './compile-lane.ts'
import { instrumentSource } from './module-source.ts'
import { mentionsRuntime } from './names.ts'
import type { MapState } from './source-map-comment.ts'

export interface ModuleHooksOptions {
  /** Whether a module is the app's own. Called with its URL, before it is read. */
  readonly isApp: (url: string) => boolean
  /** Called once a module that had to be loaded as it was. Must not throw. */
  readonly onProblem?: (url: string, reason: string) => void
  /** Default: what `process.sourceMapsEnabled` says when a module loads. */
  readonly sourceMapsEnabled?: () => boolean
}

export interface ModuleProblem {
  readonly url: string
  readonly reason: string
}

export interface ModuleHooks {
  /** Of the module as it runs now; undefined where it was not rewritten. */
  insertionsFor(url: string): readonly Insertion[] | undefined
  /** What the module's source map leads to, see `MapState`. */
  mapStateOf(url: string): MapState | undefined
  rewrittenModules(): number
  problems(): readonly ModuleProblem[]
  /** Modules load as they are from now on. Those rewritten before still need the runtime. */
  close(): void
}

const MOST_PROBLEMS = 200

/** Rewrites the app's modules as they load. Needs `installRuntime` first. */
export function installModuleHooks(options: ModuleHooksOptions): ModuleHooks {
  const { isApp, onProblem, sourceMapsEnabled = () => process.sourceMapsEnabled } = options
  const modules = new Map<string, { readonly insertions: readonly Insertion[]; readonly map: MapState }>()
  const problems = new Map<string, string>()
  let closeLane: (() => void) | undefined

  const belongsToApp = (url: string): boolean => {
    try {
      return isApp(url)
    } catch (error) {
      report(url, `own failure: ${String(error)}`)
      return false
    }
  }

  const replace = (url: string, source: string, format: string | null | undefined) => {
    if (!belongsToApp(url)) return undefined
    try {
      const typeScript = process.features.typescript === 'transform' ? 'transform' : 'strip'
      const result = instrumentSource(url, source, format, {
        typeScript,
        sourceMapsEnabled: sourceMapsEnabled(),
        readFile,
      })
      if (result.kind === 'problem') report(url, result.reason)
      if (result.kind !== 'instrumented') {
        // Loaded anew, with other content. (What another lane has rewritten keeps its entry.)
        if (!mentionsRuntime(source)) modules.delete(url)
        return undefined
      }
      modules.set(url, { insertions: result.insertions, map: result.map })
      problems.delete(url)
      return { code: result.code, format: result.format }
    } catch (error) {
      report(url, `own failure: ${String(error)}`)
      return undefined
    }
  }

  const report = (url: string, reason: string): void => {
    if (problems.has(url) || problems.size >= MOST_PROBLEMS) return
    problems.set(url, reason)
    onProblem?.(url, reason)
  }

  const openLane = (): void => {
    try {
      if (closeLane === undefined && hasForeignLoader()) closeLane = openCompileLane(replace)
    } catch (error) {
      report('require.extensions', `own failure: ${String(error)}`)
    }
  }

  /** Hooks run last registered first: from now on ours sees what all the others made of a file. */
  const moveLast = (): void => {
    registration.deregister()
    registration = nodeModule.registerHooks({ load })
    openLane()
  }

  const load: LoadHookSync = (url, context, nextLoad) => {
    const loaded = nextLoad(url, context)
    openLane()
    // A foreign loader's CommonJS ends in the compile lane, as what will really run.
    if (closeLane !== undefined && isRequired(context)) return loaded
    if (isReloaded(loaded) || !belongsToApp(url)) return loaded
    const source = readSource(url, loaded, context)
    if (source === undefined) return loaded
    const replaced = replace(url, source, loaded.format)
    if (replaced !== undefined) return { ...loaded, source: replaced.code, format: replaced.format }
    // Raw TypeScript in a format of Node's own: a transpiler's hook was registered after ours and sees our answer.
    if (problems.has(url) && /\.[cm]?tsx?$|\.jsx$/.test(url)) moveLast()
    return loaded
  }

  /**
   * Everything that is preloaded has registered by the time the entry point is resolved, which is the one resolution
   * without a parent.
   */
  const resolve: ResolveHookSync = (specifier, context, nextResolve) => {
    if (context.parentURL === undefined) moveLast()
    return nextResolve(specifier, context)
  }

  let registration = nodeModule.registerHooks({ resolve, load })

  return {
    insertionsFor: (url) => modules.get(url)?.insertions,
    mapStateOf: (url) => modules.get(url)?.map,
    rewrittenModules: () => modules.size,
    problems: () => Array.from(problems, ([url, reason]) => ({ url, reason })),
    close: () => {
      registration.deregister()
      closeLane?.()
    },
  }
}

function isRequired(context: LoadHookContext): boolean {
  return context.conditions.includes('require')
}

/** Undocumented: Node drops the source of such a result and loads the file through `require`, where we see it again. */
function isReloaded(loaded: LoadFnOutput): boolean {
  return 'shouldBeReloadedByCJSLoader' in loaded && loaded.shouldBeReloadedByCJSLoader === true
}

function readSource(url: string, loaded: LoadFnOutput, context: LoadHookContext): string | undefined {
  // Other hooks may hand on what the types do not allow.
  const source: unknown = loaded.source
  if (typeof source === 'string') return source
  if (ArrayBuffer.isView(source) || source instanceof ArrayBuffer) return new TextDecoder().decode(source as Uint8Array)
  if (source !== null && source !== undefined) return undefined
  // An imported CommonJS module without source comes again through `require`; there, a missing source means the file's.
  return loaded.format === 'commonjs' && isRequired(context) && url.startsWith('file:')
    ? readFile(new URL(url), Infinity)
    : undefined
}

function readFile(url: URL, maxBytes: number): string | undefined {
  try {
    return statSync(url).size <= maxBytes ? readFileSync(url, 'utf8') : undefined
  } catch {
    return undefined
  }
}
