import { pathToFileURL } from 'node:url'
import type { Completion, Evaluation } from '../shared/evaluation.ts'
import type { Frame, Traceback } from '../shared/traceback.ts'
import type { Capturer } from './capture/index.ts'
import { complete, createFrameConsole, createImportFrom, createOutputCapture, guardExits } from './console/index.ts'
import type { FrameConsole, OutputCapture } from './console/index.ts'
import type { Audit } from './guard/index.ts'
import { stripTypes } from './instrument/index.ts'
import type { EvaluateInput } from './http/index.ts'
import type { SourceReader } from './source/index.ts'
import type { StoredTraceback } from './store/index.ts'
import { createFunctionPlaces } from './function-places.ts'
import { offerOriginalNames } from './original-names.ts'
import type { LiveFrame, Tracebacks } from './tracebacks.ts'

/** The consoles of all live frames. */
export interface Consoles {
  evaluate(stored: StoredTraceback, index: number, input: EvaluateInput): Promise<Evaluation>
  complete(stored: StoredTraceback, index: number, source: string, cursor: number): Promise<Completion | undefined>
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

  const placeOf = createFunctionPlaces({ capturer, sources })

  const open = async (stored: StoredTraceback, index: number, live: LiveFrame): Promise<FrameConsole> => {
    const traceback = await stored.traceback
    const known = consoles.get(live.frame)
    if (known !== undefined) return known
    const opened = createFrameConsole({
      enter: (request) => capturer.enter(live.frame, request),
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
      stripTypes: (source) => stripTypes(source, 'console', 'strip'),
      keepsAll,
    })
    offerOriginalNames(live, opened.scratch, (request) => capturer.enter(live.frame, request))
    consoles.set(live.frame, opened)
    return opened
  }

  return {
    async evaluate(stored, index, { source, mode, timeoutMs, signal, session }) {
      const live = tracebacks.liveFrame(stored, index)
      if (live === undefined) return GONE
      audit.record({ session, traceback: stored.id, frame: index, source, mode })
      return (await open(stored, index, live)).evaluate({
        source,
        mode,
        signal,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
    },
    async complete(stored, index, source, cursor) {
      const live = tracebacks.liveFrame(stored, index)
      if (live === undefined) return undefined
      const { scratch } = await open(stored, index, live)
      return complete(
        { enter: (request) => capturer.enter(live.frame, request), names: live.names, scratch },
        source,
        cursor,
      )
    },
    close() {
      imports.close()
      unguardExits?.()
      output?.close()
    },
  }
}

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
