import type { Traceback } from '../shared/traceback.ts'
import type { Arming } from './arming.ts'
import type { Capture, CapturedFrame, Capturer } from './capture/index.ts'
import type { StackPositions } from './loaded-source.ts'
import type { Limits } from './options.ts'
import { createValueTable, describeError } from './snapshot/index.ts'
import type { Redactor, ValueTable } from './snapshot/index.ts'
import { parseStack } from './source/index.ts'
import type { SourceReader } from './source/index.ts'
import type { StoredTraceback, TracebackStore } from './store/index.ts'
import type { RequestContext, Surfaced } from './surface/index.ts'
import { noticesFor } from './notices.ts'
import {
  completeTraceback,
  createFunctionTexts,
  describeRequest,
  draftTraceback,
  paramsInFrames,
  showStack,
} from './traceback/index.ts'
import type { Draft, DraftFrame, RouteParams } from './traceback/index.ts'

/** Makes tracebacks of errors that matter, and knows the live frames behind them. */
export interface Tracebacks {
  surface(failure: Failure): Surfaced
  /** The frame behind the `n` of the routes, while its traceback is live. */
  liveFrame(stored: StoredTraceback, index: number): LiveFrame | undefined
}

export interface Failure {
  readonly error: unknown
  readonly capture: Capture | undefined
  readonly context: RequestContext | undefined
  readonly status: number | undefined
  readonly origin?: 'uncaughtException' | 'unhandledRejection'
}

export interface LiveFrame {
  readonly frame: CapturedFrame
  readonly names: readonly string[]
  /** Running names by those of the source, where a source map tells of renamed variables. */
  readonly renamed: ReadonlyMap<string, string>
  /** Of values in the console: real ones. */
  readonly values: ValueTable
  readonly error: unknown
}

export interface TracebacksParts {
  readonly capturer: Capturer
  readonly sources: SourceReader
  readonly store: TracebackStore
  readonly redactor: Redactor
  readonly limits: Limits
  readonly basePath: string
  readonly preloaded: boolean
  readonly arming: Arming
  readonly stackPositions: StackPositions
  /** Whether a script is the app's own code, by its URL. */
  isApp(url: string): boolean
  newId(): string
  onSurfaced(traceback: Traceback, path: string, origin: Failure['origin']): void
}

interface Live {
  /** By frame; known once the traceback is complete. */
  renamed: ReadonlyMap<number, ReadonlyMap<string, string>>
  readonly frames: ReadonlyMap<number, DraftFrame>
  readonly values: ValueTable
  readonly error: unknown
}

export function createTracebacks(parts: TracebacksParts): Tracebacks {
  const { capturer, store, limits, redactor } = parts
  const live = new WeakMap<StoredTraceback, Live>()
  const functionText = createFunctionTexts((scriptId) => capturer.scriptSource(scriptId))
  const snapshotLimits = {
    depth: limits.depth,
    items: limits.items,
    properties: limits.properties,
    stringLength: limits.stringLength,
  }

  const surface = ({ error, capture, context, status, origin }: Failure): Surfaced => {
    const known = context?.tracebackId === undefined ? undefined : store.get(context.tracebackId)
    const found = capture ?? capturer.captureOf(error)
    if (known !== undefined && live.get(known)?.error === error)
      return { id: known.id, path: pathOf(known.id, context), capture: found }
    const id = parts.newId()
    const at = new Date().toISOString()
    const table = createValueTable({ limits: snapshotLimits, redactor, prefix: 's', engine: capturer })
    const values = createValueTable({ limits: snapshotLimits, prefix: 'v', engine: capturer })
    const tableOf = (ref: string): ValueTable => (ref.startsWith('v') ? values : table)
    const draft = draftTraceback(error, found, {
      table,
      describeError,
      parseStack,
      functionText,
      keepsAll: parts.preloaded,
      isApp: parts.isApp,
      toRunning: parts.stackPositions.toRunning,
      syntaxPlace: capturer.syntaxPlace,
      scriptSource: capturer.scriptSource,
      captureOf: (thrown) => capturer.captureOf(thrown),
    })
    table.capture(performance.now() + limits.snapshotMs)
    const frames = framesOf(draft)
    const params = context && (context.params ?? paramsIn(context, frames))
    const request = context && describeRequest(factsOf(context, status, params), redactor)
    const notices = noticesFor({ ...parts, capture: found, draft, context })
    const traceback = completeTraceback({
      id,
      at,
      draft,
      request,
      notices,
      sources: parts.sources,
      scriptSource: (scriptId) => capturer.scriptSource(scriptId),
      showStack: (stack, message) => showStack(stack, message, { parseStack, toSource: parts.stackPositions.toSource }),
    })
    const { name, message } = draft.error
    const stored: StoredTraceback = {
      id,
      summary: {
        id,
        at,
        error: { name, message },
        ...(request === undefined ? {} : { request: { method: request.method, url: request.url } }),
      },
      traceback,
      live: {
        find: (place) => tableOf(place.ref).find(place),
        copy: (place) => tableOf(place.ref).copy(place),
        release() {
          table.release()
          values.release()
          live.delete(stored)
        },
      },
      expand: (ref, from, count) => tableOf(ref).expand(ref, from, count),
    }
    const kept: Live = { renamed: new Map(), frames, values, error }
    live.set(stored, kept)
    store.add(stored)
    if (context !== undefined) context.tracebackId = id
    parts.arming.onFailure()
    void traceback.then((complete) => {
      kept.renamed = renamedIn(complete)
      parts.onSurfaced(complete, pathOf(id, context), origin)
    })
    return { id, path: pathOf(id, context), capture: found }
  }
  const paramsIn = ({ request }: RequestContext, frames: Live['frames']): RouteParams | undefined => {
    const captured = [...frames.values()].flatMap((frame) => frame.captured ?? [])
    return paramsInFrames(request.raw, captured, capturer.privateFields)
  }
  const pathOf = (id: string, context: Failure['context']): string =>
    `${context?.request.mountPath ?? ''}${parts.basePath}/t/${id}`

  return {
    // The debugger's own work must not be taken for the app's: it may throw and catch.
    surface: (failure) => capturer.quietly(() => surface(failure)),
    liveFrame(stored, index) {
      const found = live.get(stored)
      const draft = found?.frames.get(index)
      if (found === undefined || draft?.captured === undefined) return undefined
      const renamed = found.renamed.get(index) ?? new Map<string, string>()
      const running = draft.scopes.flatMap(({ variables }) => variables.map(({ name }) => name))
      return {
        frame: draft.captured,
        names: [...renamed.keys(), ...running],
        renamed,
        values: found.values,
        error: found.error,
      }
    },
  }
}

/** An inner variable hides an outer one of the same name, as it does in the source. */
function renamedIn({ frames, error }: Pick<Traceback, 'frames' | 'error'>): Live['renamed'] {
  const renamed = new Map<number, ReadonlyMap<string, string>>()
  for (const { index, scopes } of frames) {
    const names = new Map<string, string>()
    const seen = new Set<string>()
    for (const { name, runningName } of scopes.flatMap(({ variables }) => variables)) {
      if (!seen.has(name) && runningName !== undefined) names.set(name, runningName)
      seen.add(name)
    }
    if (names.size > 0) renamed.set(index, names)
  }
  for (const cause of error.causes) for (const [index, names] of renamedIn(cause)) renamed.set(index, names)
  return renamed
}

function framesOf(draft: Draft): ReadonlyMap<number, DraftFrame> {
  const frames = new Map<number, DraftFrame>()
  const collect = (part: Draft): void => {
    for (const frame of part.frames) frames.set(frame.index, frame)
    for (const cause of part.causes) collect(cause)
  }
  collect(draft)
  return frames
}

function factsOf(
  context: RequestContext,
  status: number | undefined,
  params: RouteParams | undefined,
): Parameters<typeof describeRequest>[0] {
  const { method, url, headers, httpVersion, remoteAddress, body } = context.request
  return {
    method,
    url,
    headers,
    httpVersion,
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
    status,
    ...(params === undefined ? {} : { params }),
    durationMs: Date.now() - context.startedAt,
    body: body(),
  }
}
