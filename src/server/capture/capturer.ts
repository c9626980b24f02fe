import { createBudget } from './budget.ts'
import type { BudgetLimits } from './budget.ts'
import type { Capture, ScriptPosition } from './capture.ts'
import { createEngineViews } from './engine-view.ts'
import type { EngineViews } from './engine-view.ts'
import { STOP_HERE } from './entry-source.ts'
import type { ScriptOrigin, ScriptOrigins } from './frame-origin.ts'
import { PAUSE_GROUP, argumentOf, readFrames } from './frame-reader.ts'
import { takeFrames, takePause } from './frame-taking.ts'
import type { CallArgument, CallFrame, InspectorSession, PausedEvent, RemoteObject } from './inspector-session.ts'
import { findHeldError } from './held-error.ts'
import { openHostObject } from './host-object.ts'
import type { HostObject } from './host-object.ts'
import { createJourneys, isObject } from './journeys.ts'
import type { RequestInPlay } from './journeys.ts'
import { mergePause, startChain } from './merge.ts'
import type { Chain, Pause } from './merge.ts'
import { createPauseTimes } from './pause-times.ts'
import type { PauseSummary } from './pause-times.ts'
import { createReentry } from './reentry.ts'
import type { Reentry } from './reentry.ts'
import { createStrangers } from './strangers.ts'
import { syntaxPlace } from './syntax-place.ts'
import { trackScriptUrls } from './script-urls.ts'
import type { ParsedScript } from './script-urls.ts'

/**
 * Turns V8's pauses into captures. Nothing in the pause handler awaits, serialises, or calls app code, and no failure in
 * it reaches the app.
 */
export interface Capturer extends Reentry, EngineViews {
  /**
   * Pauses on every exception while at least one caller has begun and not ended, and for a while after; else only on
   * uncaught ones.
   */
  begin(): void
  end(): void
  /** The capture of an error that was thrown while armed. */
  captureOf(thrown: unknown): Capture | undefined
  /** Captures the present stack for an error, or for the one that somebody on it holds; undefined where nobody does. */
  captureHere(error?: Error): Capture | undefined
  /** Gives the engine its full speed back; live frames can still be entered. */
  sleep(): void
  wake(): void
  /** Runs work of the debugger's own with pausing switched off. */
  quietly<T>(work: () => T): T
  readonly contain: HostObject['contain']
  /** Source text as V8 compiled it. */
  scriptSource(scriptId: string): string | undefined
  scriptOf(url: string): ParsedScript | undefined
  scriptUrl(scriptId: string): string
  /** Where in a script a SyntaxError is, if it is about one. */
  syntaxPlace(error: object): ScriptPosition | undefined
  readonly statistics: CaptureStatistics
  close(): void
}

export interface CaptureStatistics {
  readonly pauses: PauseSummary
  readonly skipped: number
  readonly failures: number
}

export interface CapturerOptions {
  readonly session: InspectorSession
  readonly origins: ScriptOrigins
  readonly limits: BudgetLimits & { readonly liveFrames: number; readonly chainFrames: number }
  /** Called within the pause: may only take note. */
  onCapture(capture: Capture): void
  /** The request that is being answered, and what was thrown in it last. Called within the pause. */
  current?(): RequestInPlay | undefined
  /** V8 stopped for no reason of the capturer's. True: what runs is to be ended. */
  onStop?(): boolean
  onFailure(failure: unknown): void
  /** Names of the debugger's own functions that throw again the rejection of an awaited value. */
  readonly settleNames: readonly string[]
}

/** A stop of our own: what is asked for, and what came of it. */
interface HandOver {
  readonly error: Error | undefined
  capture: Capture | undefined
}

type PauseState = 'all' | 'uncaught' | 'none'

/**
 * How long pauses stay on when nothing is in flight any more: switching costs 25 µs, which is half of a small request, and
 * a handler may go on after its client has gone. Outside of requests the first caught error ends it.
 */
const LINGER_MS = 1000

export function createCapturer(options: CapturerOptions): Capturer {
  const { session, origins, limits } = options
  const captures = new WeakMap<object, Capture>()
  const journeys = createJourneys(() => options.current?.())
  const budget = createBudget(limits, () => performance.now())
  const times = createPauseTimes()
  let inFlight = 0
  let failures = 0
  let asleep = true
  let exhausted: NodeJS.Timeout | undefined
  let lingering: NodeJS.Timeout | undefined
  let state: PauseState = 'none'
  let handedOver: HandOver | undefined

  const book = { urls: trackScriptUrls(session), origins }
  const originOf = (frame: CallFrame): ScriptOrigin => origins.of(book.urls.of(frame.location.scriptId))
  const { takeObjects, handleOf, remoteOf, contain } = openHostObject(session)
  const setState = (wanted: PauseState): void => {
    if (wanted === state || asleep) return
    session.post('Debugger.setPauseOnExceptions', { state: wanted })
    state = wanted
  }
  const applyState = (): void => {
    if (exhausted !== undefined) setState('none')
    else setState(inFlight > 0 || lingering !== undefined ? 'all' : 'uncaught')
  }
  const stopLingering = (): void => {
    clearTimeout(lingering)
    lingering = undefined
    guarded(applyState)
  }
  const stopHere = makeStopHere(session, takeObjects)
  const views = createEngineViews({ session, takeObjects, handleOf })
  const strangers = createStrangers((value) => remoteOf(value).description)
  const reentry = createReentry({ session, takeObjects, prepare: prepareEntry })

  function quietly<T>(work: () => T): T {
    const before = state
    setState('none')
    try {
      return work()
    } finally {
      setState(before)
    }
  }

  function prepareEntry(): () => void {
    const wasAsleep = asleep
    wake()
    const before = state
    setState('none')
    return () => {
      setState(before)
      if (wasAsleep) sleep()
    }
  }

  const waitForNextWindow = (): void => {
    exhausted ??= setTimeout(() => {
      exhausted = undefined
      guarded(applyState)
    }, budget.untilNextWindow()).unref()
    applyState()
  }

  const viaOf = ({ reason, callFrames: [top] }: PausedEvent): Pause['via'] => {
    const settles = top !== undefined && originOf(top) === 'own' && options.settleNames.includes(top.functionName)
    if (settles) return 'await'
    return reason === 'promiseRejection' ? 'reject' : 'throw'
  }

  /** Whether a new error was captured. */
  const onException = (event: PausedEvent): boolean => {
    const thrown = event.data as RemoteObject | undefined
    if (thrown === undefined) return false
    if (inFlight === 0 && options.current?.() === undefined && !('uncaught' in thrown && thrown.uncaught === true)) {
      stopLingering()
      return false
    }
    if (!event.callFrames.some((frame) => originOf(frame) === 'app')) return false
    if (!budget.mayCapture()) {
      budget.skip()
      if (!budget.mayIdentify()) {
        waitForNextWindow()
        return false
      }
      const [error] = takeObjects([argumentOf(thrown)])
      const known = captureOf(error)
      if (known === undefined || !budget.mayExtend()) {
        options.onCapture(known ?? identify(error))
        return false
      }
    }
    const handles = readFrames(session, event.callFrames, book, {
      live: limits.liveFrames,
      dependencies: budget.hasPlenty(),
    })
    const taken = takePause(argumentOf(thrown), handles, takeObjects)
    const pause: Pause = { frames: taken.frames, via: viaOf(event) }
    if (taken.thrown === undefined) {
      strangers.add(thrown.description ?? '', captureFrom(startChain(pause), pause, handles.cutFrames))
      return true
    }
    const error = taken.thrown.value
    const known = journeys.continuing(error, captureOf(error), pause)
    if (known === undefined) remember(error, pause, handles.cutFrames)
    else extend(known, pause)
    return known === undefined
  }

  const captureFrom = (chain: Chain, { via }: Pause, cutFrames: number): Omit<Capture, 'thrown'> => ({
    how: 'thrown',
    via,
    at: Date.now(),
    frames: chain.frames,
    skipped: false,
    cutFrames,
  })

  const identify = (error: unknown): Capture => {
    const bare: Capture = {
      thrown: error,
      how: 'thrown',
      via: 'throw',
      at: Date.now(),
      frames: [],
      skipped: true,
      cutFrames: 0,
    }
    if (isObject(error)) captures.set(error, bare)
    return bare
  }

  const remember = (error: unknown, pause: Pause, cutFrames: number): void => {
    const chain = startChain(pause)
    const capture: Capture = { ...captureFrom(chain, pause, cutFrames), thrown: error }
    journeys.advance(capture, chain)
    if (isObject(error)) captures.set(error, capture)
    options.onCapture(capture)
  }

  const extend = (capture: Capture, pause: Pause): void => {
    if (capture.skipped) {
      options.onCapture(capture)
      return
    }
    const chain = journeys.chainOf(capture)
    if (chain.frames.length >= limits.chainFrames) capture.cutFrames++
    else journeys.advance(capture, mergePause(chain, pause))
    if (isObject(capture.thrown)) captures.set(capture.thrown, capture)
    options.onCapture(capture)
  }

  const onStopHere = (event: PausedEvent, request: HandOver): void => {
    const handles = readFrames(session, event.callFrames, book, { live: limits.liveFrames, dependencies: true })
    const frames = takeFrames(handles, takeObjects)
    const error = request.error ?? findHeldError(frames)
    if (error === undefined) return
    const known = journeys.atHome(captureOf(error))
    request.capture = known ?? {
      thrown: error,
      how: 'handed-over',
      via: 'hand-over',
      at: Date.now(),
      frames,
      skipped: false,
      cutFrames: handles.cutFrames,
    }
    if (known !== undefined) return
    captures.set(error, request.capture)
    journeys.advance(request.capture, journeys.chainOf(request.capture))
  }

  const onPaused = (event: PausedEvent): void => {
    if (reentry.onPaused(event)) return
    const isException = event.reason === 'exception' || event.reason === 'promiseRejection'
    if (!isException && handedOver === undefined) {
      // An OOM pause, somebody else's breakpoint, or what is to be ended.
      if (event.reason === 'other' && options.onStop?.() === true) session.post('Runtime.terminateExecution')
      releasePause(session)
      return
    }
    const started = performance.now()
    let isNew = false
    try {
      if (isException) isNew = onException(event)
      else if (handedOver !== undefined) onStopHere(event, handedOver)
    } catch (failure) {
      failures++
      options.onFailure(failure)
    } finally {
      releasePause(session)
      const duration = performance.now() - started
      budget.spend(duration, isNew)
      times.add(duration)
    }
  }

  function captureOf(thrown: unknown): Capture | undefined {
    if (!isObject(thrown)) return undefined
    const known = captures.get(thrown) ?? strangers.claim(thrown)
    if (known !== undefined && !captures.has(thrown)) captures.set(thrown, known)
    return known
  }
  function guarded(work: () => void): void {
    try {
      work()
    } catch (failure) {
      failures++
      options.onFailure(failure)
    }
  }

  const wake = (): void => {
    if (!asleep) return
    // Makes V8 announce the loaded scripts: their URLs have to be listened for by now.
    session.post('Debugger.enable', { maxScriptsCacheSize: 0 })
    session.post('Debugger.setBlackboxPatterns', { patterns: origins.blackboxPatterns })
    asleep = false
    applyState()
  }
  const sleep = (): void => {
    if (asleep) return
    session.post('Debugger.disable')
    asleep = true
    state = 'none'
  }

  session.onPaused(onPaused)
  wake()

  return {
    begin() {
      if (inFlight++ === 0) guarded(applyState)
    },
    end() {
      if (--inFlight === 0) lingering ??= setTimeout(stopLingering, LINGER_MS).unref()
    },
    captureOf,
    captureHere(error) {
      const known = journeys.atHome(captureOf(error))
      if (known !== undefined || asleep || !budget.mayCapture()) return known
      const request: HandOver = { error, capture: undefined }
      handedOver = request
      try {
        guarded(stopHere)
      } finally {
        handedOver = undefined
      }
      return request.capture
    },
    sleep: () => {
      guarded(sleep)
    },
    wake: () => {
      guarded(wake)
    },
    quietly,
    contain,
    promise: views.promise,
    proxy: views.proxy,
    privateFields: views.privateFields,
    functionPlace: views.functionPlace,
    enter: reentry.enter,
    scriptSource(scriptId) {
      try {
        return session.post<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId }).scriptSource
      } catch {
        return undefined // collected by now
      }
    },
    scriptOf: (url) => book.urls.scriptOf(url),
    scriptUrl: (scriptId) => book.urls.of(scriptId),
    syntaxPlace(error) {
      try {
        return syntaxPlace(error, { session, urls: book.urls, handleOf })
      } catch {
        return undefined // an older inspector
      } finally {
        releasePause(session)
      }
    },
    get statistics() {
      return { pauses: times.summary(), skipped: budget.skipped, failures }
    },
    close() {
      clearTimeout(exhausted)
      clearTimeout(lingering)
      session.close()
    },
  }
}

function makeStopHere(
  session: InspectorSession,
  take: (handles: readonly CallArgument[]) => readonly unknown[],
): () => void {
  const reply = session.post<{ result: RemoteObject }>('Runtime.evaluate', { expression: STOP_HERE })
  return take([argumentOf(reply.result)])[0] as () => void
}

/** Without it every pause would leak about 4 KB for ever. */
function releasePause(session: InspectorSession): void {
  session.post('Runtime.releaseObjectGroup', { objectGroup: PAUSE_GROUP })
  session.post('Runtime.releaseObjectGroup', { objectGroup: 'backtrace' })
}
