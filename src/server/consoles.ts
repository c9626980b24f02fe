import { pathToFileURL } from 'node:url'
import type { Completion, Evaluation } from '../shared/evaluation.ts'
import type { Frame, KeptVariable, Traceback } from '../shared/traceback.ts'
import { foreignDebuggerUrl } from './capture/index.ts'
import type { Capturer, Entered, EntryRequest } from './capture/index.ts'
import {
  complete,
  createFrameConsole,
  createImportFrom,
  createOutputCapture,
  guardExits,
  keepValue,
  readDeclarations,
  runGetter,
} from './console/index.ts'
import type { FrameConsole, OutputCapture } from './console/index.ts'
import type { Audit } from './guard/index.ts'
import { stripTypes } from './instrument/index.ts'
import type { CompleteInput, EvaluateInput, NamedPlace } from './http/index.ts'
import { previewOf, typeOfValue } from './snapshot/index.ts'
import type { SourceReader } from './source/index.ts'
import type { StoredTraceback } from './store/index.ts'
import { createFunctionPlaces } from './function-places.ts'
import { offerOriginalNames } from './original-names.ts'
import type { LiveFrame, Tracebacks } from './tracebacks.ts'
import { createHoldWatch } from './watch/index.ts'

/** The consoles of all live frames. */
export interface Consoles {
  evaluate(stored: StoredTraceback, index: number, input: EvaluateInput): Promise<Evaluation>
  complete(stored: StoredTraceback, index: number, input: CompleteInput): Promise<Completion | undefined>
  /** Runs the accessor at a place of the tree. */
  getter(stored: StoredTraceback, index: number, place: NamedPlace): Promise<Evaluation>
  /** V8 stopped unbidden: whether what runs there is an input's that holds the app, which is then to be ended. */
  endsWhatRuns(): boolean
  /** Declares what is at a place of the tree in the frame's console. Undefined where either is gone. */
  keep(stored: StoredTraceback, index: number, place: NamedPlace): Promise<KeptVariable | undefined>
  close(): void
}

export interface ConsolesParts {
  readonly capturer: Capturer
  readonly tracebacks: Tracebacks
  readonly sources: SourceReader
  readonly audit: Audit
  /** No variable is lost in optimised code. */
  readonly keepsAll: boolean
}

const CHANGED: Evaluation = {
  kind: 'refused',
  code: 'gone',
  text: 'There is no such getter any more: the value has changed. Open it again.',
}

const GONE: Evaluation = {
  kind: 'refused',
  code: 'gone',
  text: 'This frame is no longer live: newer tracebacks have taken its place. Repeat the request that failed.',
}

export function createConsoles({ capturer, tracebacks, sources, audit, keepsAll }: ConsolesParts): Consoles {
  const consoles = new WeakMap<object, FrameConsole>()
  const imports = createImportFrom()
  // Nothing of the process is touched before a developer evaluates something for the first time.
  let output: OutputCapture | undefined
  let unguardExits: (() => void) | undefined
  const outputOf = (): OutputCapture => {
    if (output === undefined) {
      const created = createOutputCapture()
      unguardExits = guardExits(() => created.active())
      output = created
    }
    return output
  }

  const watch = createHoldWatch({
    contain: capturer.contain,
    hasForeignDebugger: () => foreignDebuggerUrl() !== undefined,
  })

  const placeOf = createFunctionPlaces({ capturer, sources })

  const open = async (stored: StoredTraceback, index: number, live: LiveFrame): Promise<FrameConsole> => {
    const traceback = await stored.traceback
    const known = consoles.get(live.frame)
    if (known !== undefined) return known
    let declarations: { readonly found: ReturnType<typeof readDeclarations> } | undefined
    const opened = createFrameConsole({
      enter: (request) => capturer.enter(live.frame, request),
      contain: capturer.contain,
      watch,
      facts: {
        frame: frameOf(traceback, index),
        captured: live.frame.scopes,
        request: traceback.request,
        error: live.error,
        self: live.frame.self,
      },
      output: outputOf(),
      describe: live.values,
      placeOf,
      from: fileUrlOf(live.frame.position.url),
      importFrom: imports.importFrom,
      resolveFrom: imports.resolveFrom,
      stripTypes: (source, mode) => stripTypes(source, undefined, mode),
      keepsAll,
      promise: capturer.promise,
      declarations: () => (declarations ??= { found: declarationsOf(live, capturer) }).found,
      syntaxPlace: (error) => {
        const place = capturer.syntaxPlace(error)
        return place === undefined || place.url === '' ? undefined : `${place.url}:${place.line}:${place.column}`
      },
    })
    offerOriginalNames(live, opened.scratch, (request) => capturer.enter(live.frame, request))
    consoles.set(live.frame, opened)
    return opened
  }

  return {
    async evaluate(stored, index, { source, mode, timeoutMs, signal, session, client }) {
      const live = tracebacks.liveFrame(stored, index)
      if (live === undefined) return GONE
      audit.record({ session, traceback: stored.id, frame: index, source, mode })
      return (await open(stored, index, live)).evaluate({
        source,
        mode,
        signal,
        client,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
    },
    getter(stored, index, { session, path, ...place }) {
      const live = tracebacks.liveFrame(stored, index)
      const found = live && stored.live?.find(place)
      if (live === undefined || found === undefined) return Promise.resolve(live === undefined ? GONE : CHANGED)
      if (found.kind !== 'getter') return Promise.resolve(CHANGED)
      audit.record({
        session,
        traceback: stored.id,
        frame: index,
        source: `${path} // a getter, in the tree`,
        mode: 'run',
      })
      const enter = (request: EntryRequest): Entered => capturer.enter(live.frame, request)
      const parts = { enter, output: outputOf(), view: (value: unknown) => live.values.view(value) }
      return Promise.resolve(runGetter(parts, found.target, found.key))
    },
    async keep(stored, index, { session, path, ...place }) {
      const live = tracebacks.liveFrame(stored, index)
      const found = live && stored.live?.find(place)
      if (live === undefined || found?.kind !== 'value') return undefined
      const { scratch } = await open(stored, index, live)
      const name = keepValue({ enter: (request) => capturer.enter(live.frame, request), scratch }, found.value)
      if (name === undefined) return undefined
      audit.record({
        session,
        traceback: stored.id,
        frame: index,
        source: `const ${name} = ${path} // from the tree`,
        mode: 'run',
      })
      return { name, value: live.values.view(found.value) }
    },
    async complete(stored, index, { source, cursor, session }) {
      const live = tracebacks.liveFrame(stored, index)
      if (live === undefined) return undefined
      const { scratch, variables, look, declarations } = await open(stored, index, live)
      return complete(
        {
          enter: (request) => capturer.enter(live.frame, request),
          look: (expression) => {
            const looked = `${expression} // looked at for completions`
            audit.record({ session, traceback: stored.id, frame: index, source: looked, mode: 'peek' })
            return look(expression)
          },
          names: live.names,
          scratch,
          variables,
          declarations,
          from: fileUrlOf(live.frame.position.url),
          detail: detailOf,
        },
        source,
        cursor,
      )
    },
    endsWhatRuns() {
      const input = watch.wanted()
      return input !== undefined && output?.stop(input) === true
    },
    close() {
      watch.close()
      imports.close()
      unguardExits?.()
      output?.close()
    },
  }
}

/** What the running text declares, by the names of the source where those are known. */
function declarationsOf(
  { frame, renamed }: LiveFrame,
  { scriptSource }: Capturer,
): ReturnType<typeof readDeclarations> {
  const { position, scopes } = frame
  const source = scriptSource(position.scriptId)
  const isModule = scopes.some(({ kind }) => kind === 'module')
  const read = source === undefined ? undefined : readDeclarations(source, position, isModule)
  return read && { ...read, find: (name) => read.find(renamed.get(name) ?? name) }
}

/** Type and short value; a text shows what it is by itself. */
function detailOf(value: unknown): string {
  const [type, preview] = [typeOfValue(value), previewOf(value, { maxLength: 60 })]
  return SPEAKING.has(type) ? preview : `${type} ${preview}`
}

const SPEAKING: ReadonlySet<string> = new Set([
  'undefined',
  'null',
  'function',
  'class',
  'symbol',
  'map',
  'set',
  'promise',
])

/** Of the error itself or of one of its causes. */
function frameOf({ frames, error }: Pick<Traceback, 'frames' | 'error'>, index: number): Frame {
  const found = findFrame({ frames, error }, index)
  if (found === undefined) throw new Error(`a live frame without its place in the traceback: ${index}`)
  return found
}

function findFrame({ frames, error }: Pick<Traceback, 'frames' | 'error'>, index: number): Frame | undefined {
  const own = frames.find((frame) => frame.index === index)
  if (own !== undefined) return own
  for (const cause of error.causes) {
    const found = findFrame(cause, index)
    if (found !== undefined) return found
  }
  return undefined
}

function fileUrlOf(url: string): string | undefined {
  if (url.startsWith('file:')) return url
  return url.startsWith('/') ? pathToFileURL(url).href : undefined
}
