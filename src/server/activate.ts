import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { announceServers } from './announce.ts'
import type { Announcements } from './announce.ts'
import { createScriptOrigins, keepVariablesInOptimisedCode } from './capture/index.ts'
import type { ScriptOrigins } from './capture/index.ts'
import { installModuleHooks, installRuntime, keepStackColumns } from './instrument/index.ts'
import type { ModuleHooks } from './instrument/index.ts'
import { createLog } from './log.ts'
import { resolveOptions } from './options.ts'
import type { InquestOptions } from './options.ts'
import { OWN_DIRECTORY } from './own-home.ts'
import { judgeReadiness } from './readiness.ts'
import { startRuntime } from './runtime.ts'
import type { Runtime, RuntimeParts } from './runtime.ts'
import { createRedactor } from './snapshot/index.ts'
import {
  coverNodeServers,
  keepEntries,
  stackBelowApp,
  watchPrintedErrors,
  watchProcessErrors,
} from './surface/index.ts'

/** One per process: the preload and the library may both be there, and the library may be there twice. */
const SINGLETON = Symbol.for('inquest.activation')

const TOO_LATE =
  'the options of inquest() have no effect, because the preload has started the debugger before: set their variables'

/** `runtime` is absent where the debugger is off; the app then runs untouched. */
export interface Activation {
  readonly runtime: Runtime | undefined
  readonly preloaded: boolean
  /** Whether it was said that options came too late. */
  toldLate?: boolean
}

/** Never throws: a failure of ours ends in the app's own behaviour and one line. */
export function activate(given: InquestOptions, preload: boolean): Activation {
  const slot = globalThis as { [SINGLETON]?: Activation }
  const known = slot[SINGLETON]
  if (known !== undefined) {
    const late = known.preloaded && !preload && known.runtime !== undefined && hasKeys(given)
    if (late && known.toldLate !== true) {
      known.toldLate = true
      writeStderr(`inquest: ${TOO_LATE}\n`)
    }
    return known
  }
  const activation: Activation = { runtime: start(given, preload), preloaded: preload }
  Object.defineProperty(slot, SINGLETON, { value: activation, configurable: true })
  return activation
}

function start(given: InquestOptions, preload: boolean): Runtime | undefined {
  // A worker has an inspector of its own and no servers that anybody opens a page of.
  // What runs there may still be code that was rewritten here and sent over as text.
  if (!isMainThread) {
    if (preload) installRuntime()
    return undefined
  }
  const announcements: { current?: Announcements } = {}
  let redactor = createRedactor()
  const log = createLog(
    writeStderr,
    (path) => announcements.current?.urlOf(path) ?? path,
    (text) => redactor.maskText(text),
  )
  try {
    const options = resolveOptions(given, process.env, process.cwd())
    redactor = createRedactor({ allow: options.show, deny: options.hide })
    const readiness = judgeReadiness({
      nodeVersion: process.versions.node,
      hasInspector: process.features.inspector,
      env: process.env,
      environment: options.environment,
    })
    if (readiness.kind === 'off') {
      log.problem(`off: ${readiness.reason.replace(/\.$/, '')}. ${readiness.remedy}`)
      return undefined
    }
    if (readiness.loud !== undefined) log.problem(readiness.loud)
    for (const problem of options.problems) log.problem(problem)
    const origins = createScriptOrigins(OWN_DIRECTORY, options.appPackages)
    const hooks = preload ? instrument(origins) : undefined
    const columns = keepStackColumns({
      insertionsFor: (url) => hooks?.insertionsFor(url),
      mapStateOf: (url) => hooks?.mapStateOf(url),
      isOwn: (file) => origins.of(file) === 'own',
      stackBelowApp,
    })
    if (columns.kept) keepEntries(columns.readTrace)
    const visibility = readiness.visibility ?? options.visibility
    const runtime = join({ options, visibility, origins, hooks, columns, log })
    announcements.current = announceServers({
      basePath: options.basePath,
      pin: () => runtime.pin,
      link: runtime.link,
      write: writeStderr,
    })
    if (preload) coverNodeServers(runtime.surfacer)
    watchProcessErrors(runtime.surfacer)
    watchPrintedErrors(runtime.surfacer)
    return runtime
  } catch (failure) {
    log.problem(`off: ${failure instanceof Error ? failure.message : 'it could not start'}`)
    return undefined
  }
}

function hasKeys(given: unknown): boolean {
  return typeof given === 'object' && given !== null ? Object.keys(given).length > 0 : given !== undefined
}

function instrument(origins: ScriptOrigins): ModuleHooks {
  keepVariablesInOptimisedCode()
  installRuntime()
  return installModuleHooks({ isApp: (url) => origins.of(url) === 'app' })
}

function join(parts: RuntimeParts): Runtime {
  try {
    return startRuntime(parts)
  } catch (failure) {
    parts.hooks?.close()
    parts.columns.close()
    throw failure
  }
}

/** Not through `process.stderr`: the app may have replaced it, and a full pipe must not make it throw at us later. */
function writeStderr(text: string): void {
  try {
    writeSync(2, text)
  } catch {
    // stderr is closed or a full pipe: nobody reads it
  }
}
