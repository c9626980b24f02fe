import type { CapturedFrame, CapturedScope, FrameEntry, ScriptRange } from './capture.ts'
import { MIXED_UP, findDefiningFrames, soundScopes } from './class-definition.ts'
import { ENTRY_WITHOUT_ARGUMENTS, ENTRY_WITH_ARGUMENTS } from './entry-source.ts'
import type { ScriptOrigin, ScriptOrigins } from './frame-origin.ts'
import type { ScriptUrls } from './script-urls.ts'
import type { CallArgument, CallFrame, Scope, InspectorSession, RemoteObject } from './inspector-session.ts'

/** What is known of scripts beside their ids. */
export interface ScriptBook {
  readonly urls: ScriptUrls
  readonly origins: ScriptOrigins
}

export interface FrameLimits {
  /** Live frames at most. */
  readonly live: number
  /** Whether frames of libraries become live, too, as far as there is room. */
  readonly dependencies: boolean
}

/** While paused: the frames worth keeping, and the handles through which their objects are taken over in one call. */
export interface FrameHandles {
  readonly frames: readonly FrameHandle[]
  readonly arguments: readonly CallArgument[]
  readonly cutFrames: number
}

interface FrameHandle {
  readonly callFrame: CallFrame
  readonly url: string
  readonly origin: Exclude<ScriptOrigin, 'own'>
  readonly scopeKinds: readonly (CapturedScope['kind'] | undefined)[]
  readonly mixedUp: boolean
  readonly reason: string | undefined
}

type EvaluateReply = { readonly result: RemoteObject; readonly exceptionDetails?: unknown }

export const PAUSE_GROUP = 'inquest-pause'

export const OTHER_REALM = 'it runs in another vm context, which the debugger cannot enter'
const SHORT_OF_TIME = 'so many errors were thrown that there was no time left for frames of libraries'
const OVER_LIMIT = (limit: number): string => `only ${limit} frames are captured live (option liveFrames)`
const NODE_FRAME = 'it is part of Node itself'

/**
 * Reads the frames of a pause: app frames first, then dependency frames up to the limit; frames of Node stay
 * source-only. Of app frames beyond the limit the middle is cut.
 */
export function readFrames(
  session: InspectorSession,
  callFrames: readonly CallFrame[],
  { urls, origins }: ScriptBook,
  { live: limit, dependencies: wantsDependencies }: FrameLimits,
): FrameHandles {
  const foreign = placeFrames(callFrames, { urls, origins })
  const kept = cutMiddle(foreign, limit)
  const defining = findDefiningFrames(callFrames)
  let room = limit - kept.filter(({ origin }) => origin === 'app').length
  const handles: FrameHandle[] = []
  const taken: CallArgument[] = []
  for (const { callFrame, url, origin } of kept) {
    const live = origin === 'app' || (origin === 'dependency' && wantsDependencies && room-- > 0)
    if (!live) {
      const reason = origin === 'node' ? NODE_FRAME : wantsDependencies ? OVER_LIMIT(limit) : SHORT_OF_TIME
      handles.push({ callFrame, url, origin, scopeKinds: [], mixedUp: false, reason })
      continue
    }
    const mixedUp = defining.has(callFrame)
    const entry = mixedUp ? undefined : makeEntry(session, callFrame)
    const scopes = callFrame.scopeChain.map((scope) => ({ kind: scopeKind(scope, origin), scope }))
    taken.push(entry === undefined ? {} : { objectId: entry }, argumentOf(callFrame.this))
    for (const { kind, scope } of scopes) {
      if (kind !== undefined && scope.object.objectId !== undefined) taken.push({ objectId: scope.object.objectId })
    }
    handles.push({
      callFrame,
      url,
      origin,
      scopeKinds: scopes.map(({ kind, scope }) => (scope.object.objectId === undefined ? undefined : kind)),
      mixedUp,
      reason: mixedUp ? MIXED_UP : entry === undefined ? OTHER_REALM : undefined,
    })
  }
  return { frames: handles, arguments: taken, cutFrames: foreign.length - kept.length }
}

/** Joins the handles with the real objects that arrived for them, in the same order. */
export function assembleFrames(handles: FrameHandles, objects: readonly unknown[]): readonly CapturedFrame[] {
  let next = 0
  return handles.frames.map(({ callFrame, url, origin, scopeKinds, mixedUp, reason }): CapturedFrame => {
    const { scriptId, lineNumber, columnNumber } = callFrame.location
    const start = callFrame.functionLocation
    const common = {
      functionName: callFrame.functionName,
      async: false,
      origin,
      position: { url, scriptId, line: lineNumber + 1, column: (columnNumber ?? 0) + 1 },
      functionKey: start === undefined ? scriptId : `${scriptId}:${start.lineNumber}:${start.columnNumber ?? 0}`,
      functionRange: rangeOf(callFrame),
      reason,
    }
    if (scopeKinds.length === 0) return { ...common, scopes: [], self: undefined, args: undefined, entry: undefined }
    const pair = objects[next++] as readonly [ArrayLike<unknown> | undefined, FrameEntry] | undefined
    const self = objects[next++]
    const scopes = callFrame.scopeChain.flatMap((scope, index): CapturedScope[] => {
      const kind = scopeKinds[index]
      if (kind === undefined) return []
      return [{ kind, name: scope.name, variables: objects[next++] as object, range: rangeOfScope(scope) }]
    })
    return { ...common, scopes: mixedUp ? soundScopes(scopes) : scopes, self, args: pair?.[0], entry: pair?.[1] }
  })
}

interface PlacedFrame {
  readonly callFrame: CallFrame
  readonly url: string
  readonly origin: Exclude<ScriptOrigin, 'own'>
}

/** Without our own frames. Code that has no URL (`eval`, `new Function`) is its caller's: libraries make such code, too. */
function placeFrames(callFrames: readonly CallFrame[], { urls, origins }: ScriptBook): readonly PlacedFrame[] {
  const placed: PlacedFrame[] = []
  let caller: 'app' | 'dependency' = 'app'
  for (const callFrame of callFrames.toReversed()) {
    const url = urls.of(callFrame.location.scriptId)
    const origin: ScriptOrigin = url === '' ? caller : origins.of(url)
    caller = origin === 'dependency' ? 'dependency' : 'app'
    if (origin !== 'own') placed.push({ callFrame, url, origin })
  }
  return placed.reverse()
}

/** V8's scope types, without global and script; the module scopes of dependencies are large and nobody's business. */
function scopeKind(scope: Scope, origin: ScriptOrigin): CapturedScope['kind'] | undefined {
  switch (scope.type) {
    case 'block':
    case 'local':
    case 'catch':
    case 'with':
    case 'eval':
      return scope.type
    case 'closure':
      // The function that Node wraps around a CommonJS module: it begins with the script.
      if (origin !== 'app') return undefined
      return scope.startLocation?.lineNumber === 0 && scope.startLocation.columnNumber === 0 ? 'module' : 'closure'
    case 'module':
      return origin === 'app' ? 'module' : undefined
    default:
      return undefined
  }
}

function makeEntry(session: InspectorSession, { callFrameId }: CallFrame): string | undefined {
  for (const expression of [ENTRY_WITH_ARGUMENTS, ENTRY_WITHOUT_ARGUMENTS]) {
    const reply = session.post<EvaluateReply>('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression,
      objectGroup: PAUSE_GROUP,
      silent: true,
    })
    if (reply.exceptionDetails === undefined) return reply.result.objectId
  }
  return undefined
}

export function argumentOf(value: RemoteObject): CallArgument {
  if (value.objectId !== undefined) return { objectId: value.objectId }
  if (value.unserializableValue !== undefined) return { unserializableValue: value.unserializableValue }
  return value.type === 'undefined' ? {} : { value: value.value as unknown }
}

function rangeOf(callFrame: CallFrame): ScriptRange | undefined {
  const scope = callFrame.scopeChain.find(({ type }) => type === 'local') ?? callFrame.scopeChain[0]
  return scope && rangeOfScope(scope)
}

function rangeOfScope({ startLocation, endLocation }: Scope): ScriptRange | undefined {
  if (startLocation === undefined || endLocation === undefined) return undefined
  return {
    startLine: startLocation.lineNumber + 1,
    startColumn: (startLocation.columnNumber ?? 0) + 1,
    endLine: endLocation.lineNumber + 1,
    endColumn: (endLocation.columnNumber ?? 0) + 1,
  }
}

/** Keeps all frames while the app's are within the limit; else the first and last halves of the app's. */
function cutMiddle<T extends { origin: ScriptOrigin }>(frames: readonly T[], limit: number): readonly T[] {
  const app = frames.filter(({ origin }) => origin === 'app')
  if (app.length <= limit && frames.length <= 4 * limit) return frames
  const first = new Set(app.slice(0, Math.ceil(limit / 2)))
  const last = new Set(app.length <= limit ? app : app.slice(app.length - Math.floor(limit / 2)))
  let others = 3 * limit
  return frames.filter((frame) => (frame.origin === 'app' ? first.has(frame) || last.has(frame) : others-- > 0))
}
