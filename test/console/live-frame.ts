import { stripTypeScriptTypes } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Script, constants, runInThisContext } from 'node:vm'
import { createCapturer, createScriptOrigins, openInspectorSession } from '../../src/server/capture/index.ts'
import type { CapturedFrame, Capturer } from '../../src/server/capture/index.ts'
import {
  createFrameConsole,
  createOutputCapture,
  guardExits,
  readDeclarations,
} from '../../src/server/console/index.ts'
import { createValueTable } from '../../src/server/snapshot/index.ts'
import type { ConsoleInput, FrameConsole, FrameFacts } from '../../src/server/console/index.ts'
import { createHoldWatch } from '../../src/server/watch/index.ts'
import type { HoldWatch } from '../../src/server/watch/index.ts'
import type { Evaluation } from '../../src/shared/evaluation.ts'

/** A real frame, live, with its console, in this process. */
export interface LiveFrame {
  readonly frame: CapturedFrame
  readonly console: FrameConsole
  run(source: string, options?: Partial<ConsoleInput>): Promise<Evaluation>
  peek(source: string): Promise<Evaluation>
  /** The text of the result, or the kind and what is said. */
  text(source: string): Promise<string>
}

const limits = { errorsPerSecond: 1e6, pauseShare: 1e6, liveFrames: 30, chainFrames: 300 }

let shared: { capturer: Capturer; output: ReturnType<typeof createOutputCapture>; watch: HoldWatch } | undefined

/** One for the whole process, as in a real app. */
function open(): NonNullable<typeof shared> {
  if (shared !== undefined) return shared
  const capturer = createCapturer({
    session: openInspectorSession(),
    origins: createScriptOrigins(new URL('../../src/server/', import.meta.url).href),
    limits,
    settleNames: [],
    onCapture: () => undefined,
    onStop() {
      const input = shared?.watch.wanted()
      return input !== undefined && shared?.output.stop(input) === true
    },
    onFailure: (failure) => {
      throw failure
    },
  })
  const output = createOutputCapture()
  guardExits(output.active)
  const watch = createHoldWatch({ contain: capturer.contain, hasForeignDebugger: () => false })
  shared = { capturer, output, watch }
  return shared
}

/** The test runner has taken over `import()`: here it is Node's own. What really happens is tested in child processes. */
const importAsApp = (specifier: string, from: string, options?: ImportCallOptions): Promise<unknown> => {
  const url = specifier.startsWith('.') ? new URL(specifier, from).href : specifier
  return (nodeImport as (url: string, options?: ImportCallOptions) => Promise<unknown>)(url, options)
}
const nodeImport: unknown = new Script('(url, options) => import(url, options)', {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext()

/** Runs app code that throws; gives its innermost frame. */
export function captureFrame(run: () => unknown): CapturedFrame {
  const { capturer } = open()
  capturer.begin()
  try {
    run()
  } catch (error) {
    const frame = capturer.captureOf(error)?.frames[0]
    if (frame === undefined) throw new Error('nothing was captured', { cause: error })
    return frame
  } finally {
    capturer.end()
  }
  throw new Error('nothing was thrown')
}

/** The frame of a sloppy function with this body, which then throws. */
export function frameIn(body: string, self?: unknown, ...args: unknown[]): LiveFrame {
  const text = `(function probe(given) { ${body}\n throw new Error('here') })`
  const probe = runInThisContext(text, { filename: '/app/probe.js' }) as () => unknown
  return liveFrame(captureFrame(() => Reflect.apply(probe, self, args)))
}

export function liveFrame(frame: CapturedFrame, given: Partial<FrameFacts> = {}): LiveFrame {
  const { capturer, output, watch } = open()
  const frameConsole = createFrameConsole({
    enter: (request) => capturer.enter(frame, request),
    contain: capturer.contain,
    watch,
    facts: { ...factsOf(frame), ...given },
    output,
    describe: createValueTable({ prefix: 'v', engine: capturer }),
    placeOf: () => Promise.resolve(undefined),
    from: pathToFileURL('test/console/live-frame.ts').href,
    importFrom: importAsApp,
    resolveFrom: (specifier, from) => new URL(specifier, from).href,
    stripTypes: (source, mode) => stripTypeScriptTypes(source, { mode }),
    keepsAll: true,
    promise: capturer.promise,
    declarations: () => readDeclarations(capturer.scriptSource(frame.position.scriptId) ?? '', frame.position, false),
  })
  const run: LiveFrame['run'] = (source, options = {}) => frameConsole.evaluate({ source, mode: 'run', ...options })
  return {
    frame,
    console: frameConsole,
    run,
    // More than the 200 ms of a console: on a busy machine those are over before the input is looked at.
    peek: (source) => run(source, { mode: 'peek', timeoutMs: 2000 }),
    async text(source) {
      const evaluation = await run(source)
      return evaluation.kind === 'value' ? evaluation.text : `${evaluation.kind}: ${evaluation.text.split('\n')[0]}`
    },
  }
}

function factsOf({ functionName, scopes, self }: CapturedFrame): FrameFacts {
  const shown = scopes.map(({ kind, variables }) => ({
    kind,
    variables: Object.keys(variables).map((name) => ({ name, missing: 'budget' as const })),
  }))
  const location = { file: '/app/probe.js', line: 1, column: 1 }
  return {
    frame: { index: 0, functionName, location, scopes: shown },
    captured: scopes,
    request: undefined,
    error: undefined,
    self,
  }
}

export function enterFrame(
  frame: CapturedFrame,
): (request: Parameters<Capturer['enter']>[1]) => ReturnType<Capturer['enter']> {
  const { capturer } = open()
  return (request) => capturer.enter(frame, request)
}
