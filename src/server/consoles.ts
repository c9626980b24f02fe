import { pathToFileURL } from 'node:url'
import type { Completion, Evaluation } from '../shared/evaluation.ts'
import type { Capturer } from './capture/index.ts'
import { complete, createFrameConsole, createImportFrom, createOutputCapture, guardExits } from './console/index.ts'
import type { FrameConsole, OutputCapture } from './console/index.ts'
import type { Audit } from './guard/index.ts'
import { stripTypes } from './instrument/index.ts'
import type { EvaluateInput } from './http/index.ts'
import type { StoredTraceback } from './store/index.ts'
import { offerOriginalNames } from './original-names.ts'
import type { LiveFrame, Tracebacks } from './tracebacks.ts'

/** The consoles of all live frames. */
export interface Consoles {
  evaluate(stored: StoredTraceback, index: number, input: EvaluateInput): Promise<Evaluation>
  complete(stored: StoredTraceback, index: number, source: string, cursor: number): Completion | undefined
  close(): void
}

export interface ConsolesParts {
  readonly capturer: Capturer
  readonly tracebacks: Tracebacks
  readonly audit: Audit
  /** No variable is lost in optimised code. */
  readonly keepsAll: boolean
}

const GONE: Evaluation = {
  kind: 'refused',
  code: 'gone',
  text: 'This frame is no longer live: newer tracebacks have taken its place. Repeat the request that failed.',
}

export function createConsoles({ capturer, tracebacks, audit, keepsAll }: ConsolesParts): Consoles {
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

  const open = (live: LiveFrame): FrameConsole => {
    const known = consoles.get(live.frame)
    if (known !== undefined) return known
    const opened = createFrameConsole({
      enter: (request) => capturer.enter(live.frame, request),
      self: live.frame.self,
      output: outputOf(),
      view: (value) => live.values.view(value),
      helpers: { error: live.error },
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
      return open(live).evaluate({ source, mode, signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
    },
    complete(stored, index, source, cursor) {
      const live = tracebacks.liveFrame(stored, index)
      if (live === undefined) return undefined
      const { scratch } = open(live)
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

function fileUrlOf(url: string): string | undefined {
  if (url.startsWith('file:')) return url
  return url.startsWith('/') ? pathToFileURL(url).href : undefined
}
