import { randomBytes } from 'node:crypto'
import type { Traceback } from '../shared/traceback.ts'
import { createCapturer, openInspectorSession } from './capture/index.ts'
import type { Capture, ScriptOrigins } from './capture/index.ts'
import { createArming } from './arming.ts'
import { createConsoles } from './consoles.ts'
import { createGuard, doorIn, linkPath } from './guard/index.ts'
import { createAssets, createRoutes, openPage, tracebackData } from './http/index.ts'
import { onHandOver } from './instrument/index.ts'
import type { ModuleHooks, StackColumns } from './instrument/index.ts'
import { createLoadedSources } from './loaded-source.ts'
import type { Log } from './log.ts'
import { UI_DIRECTORY, ownVersion } from './own-home.ts'
import type { ResolvedOptions } from './options.ts'
import { createRedactor, renderCurl, renderMarkdown, renderText } from './snapshot/index.ts'
import { createSourceReader } from './source/index.ts'
import { describeStatus } from './status.ts'
import { createTracebackStore } from './store/index.ts'
import { chooseReply, createRequestContexts, headerOf, openRequestContext } from './surface/index.ts'
import type { RenderedReply, RequestContext, Surfaced, Surfacer } from './surface/index.ts'
import { paramsOfRequest } from './traceback/index.ts'
import { createTracebacks } from './tracebacks.ts'

/** The debugger of this process: every room, joined. */
export interface Runtime {
  readonly surfacer: Surfacer
  /** For the banner. */
  readonly pin: string
  link(): string
  /** Tells the runtime that the preload rewrote the app's modules. */
  close(): void
}

export interface RuntimeParts {
  readonly options: ResolvedOptions
  readonly visibility: 'open' | 'locked' | undefined
  readonly hooks: ModuleHooks | undefined
  readonly columns: StackColumns
  readonly origins: ScriptOrigins
  readonly log: Log
}

function noteParams(context: RequestContext): void {
  const { raw } = context.request
  const params = raw === undefined ? undefined : paramsOfRequest(raw)
  if (params !== undefined) context.params = params
}

/** Whether it was thrown while something was printed: what formats an error (Next does) throws and catches others. */
function isOfPrinting({ frames }: Capture): boolean {
  return frames.some(({ position }) => position.url.startsWith('node:internal/console/'))
}

/** Throws where the inspector cannot be opened or the guard's options are refused; then nothing is armed. */
export function startRuntime({ options, visibility, origins, hooks, columns, log }: RuntimeParts): Runtime {
  const { limits, basePath } = options
  let ownFailures = 0
  const note = (failure: unknown): void => {
    ownFailures++
    log.failure(failure)
  }
  const guard = createGuard({
    stateDirectory: options.stateDirectory,
    hosts: options.hosts,
    trustProxy: options.trustProxy,
    evaluate: options.evaluate,
    entrance: options.entrance,
    onProblem: log.problem,
    ...(options.pin === undefined ? {} : { pin: options.pin }),
    ...(visibility === undefined ? {} : { visibility }),
  })
  const contexts = createRequestContexts()
  const contextOf = new WeakMap<Capture, RequestContext>()
  const capturer = createCapturer({
    session: openInspectorSession(),
    origins,
    limits,
    settleNames: ['settle', 'get done'],
    onFailure: note,
    onCapture(capture) {
      const context = contexts.current()
      if (context === undefined) return
      contextOf.set(capture, context)
      noteParams(context)
      if (context.capture === undefined || !isOfPrinting(capture)) context.capture = capture
    },
    current: contexts.current,
    onStop: () => consoles.endsWhatRuns(),
  })
  onHandOver((error) => {
    const context = contexts.current()
    const capture = context && capturer.captureHere(error)
    if (context === undefined || capture === undefined) return
    context.capture = capture
    noteParams(context)
  })
  // An error that no code of the app throws or hands over, but that somebody prints: Express does before it answers 500.
  columns.listen((error) => {
    const context = contexts.current()
    if (context !== undefined && Error.isError(error)) context.printed = error
  })
  const arming = createArming(capturer, options.arm, log.problem)
  const redactor = createRedactor({ allow: options.show, deny: options.hide })
  const loaded = createLoadedSources(capturer, hooks, columns)
  const sources = createSourceReader(loaded)
  const store = createTracebackStore(
    { live: limits.liveTracebacks, liveMs: limits.liveMinutes * 60_000, kept: 10 * limits.liveTracebacks },
    Date.now,
  )
  const tracebacks = createTracebacks({
    capturer,
    sources,
    store,
    redactor,
    limits,
    basePath,
    preloaded: hooks !== undefined,
    arming,
    stackPositions: loaded.stackPositions,
    isApp: (url) => origins.of(url) === 'app',
    newId: () => randomBytes(12).toString('base64url'),
    onSurfaced: log.surfaced,
  })
  const consoles = createConsoles({ capturer, tracebacks, sources, audit: guard.audit, keepsAll: hooks !== undefined })
  const status = (): ReturnType<typeof describeStatus> =>
    describeStatus({ capturer, hooks, options, arming, guard, ownFailures, version: ownVersion() })
  const tracebackPage = {
    project: options.project,
    ...(options.editor === undefined ? {} : { editorUrl: options.editor }),
  }
  // Paths as a developer writes them: from the folder that the app was started in.
  const report =
    (write: (traceback: Traceback, options: { root: string }) => string) =>
    (traceback: Traceback): string =>
      write(traceback, { root: traceback.process.directory ?? '' })
  const routeParts = {
    basePath,
    guard,
    store,
    asset: createAssets(UI_DIRECTORY),
    overview: () => ({ tracebacks: store.list(), status: status(), project: options.project }),
    tracebackPage: () => tracebackPage,
    evaluate: consoles.evaluate,
    getter: consoles.getter,
    keep: consoles.keep,
    complete: consoles.complete,
    reports: {
      text: report(renderText),
      markdown: report(renderMarkdown),
      curl: ({ request }: Traceback, origin: string) => request && renderCurl(request, origin),
    },
  }
  const routes = createRoutes(routeParts)

  const render: Surfacer['render'] = (context, surfaced, reply): RenderedReply => {
    const entry = store.get(surfaced.id)
    if (entry === undefined) throw new Error('a traceback was evicted before it was shown')
    const session = guard.describe(context.request)
    if (reply.kind === 'report') {
      const report = reply.format === 'text' ? routeParts.reports.text : routeParts.reports.markdown
      const type = reply.format === 'text' ? 'text/plain' : 'text/markdown'
      return {
        headers: [
          ['content-type', `${type}; charset=utf-8`],
          ['cache-control', 'no-store'],
          ['x-content-type-options', 'nosniff'],
        ],
        body: entry.traceback.then(report),
      }
    }
    const page = openPage()
    const data = tracebackData({ ...routeParts, basePath: context.request.mountPath + basePath }, entry, session)
    return { headers: page.headers, body: data.then((island) => page.render(island)) }
  }

  const surfacer: Surfacer = {
    contexts,
    note,
    admits: (request) => arming.admits(() => guard.session(request) !== undefined),
    begin(request) {
      capturer.begin()
      return openRequestContext(request)
    },
    end: () => {
      capturer.end()
    },
    failed(context, error, status): Surfaced | undefined {
      log.stack(error)
      // A thrown primitive has no identity: it is known as the last thing thrown in this request.
      const capture = Object.is(context.capture?.thrown, error) ? context.capture : undefined
      return tracebacks.surface({ error, capture, context, status })
    },
    failing(context, status): Surfaced | undefined {
      // Of the errors of a request the one that somebody answers with is the one that matters.
      const capture = capturer.captureHere() ?? context.capture
      if (capture === undefined && context.printed === undefined) {
        // Asleep one does not see what a framework catches and answers by itself.
        arming.onFailure()
        return undefined
      }
      return tracebacks.surface({
        error: capture === undefined ? context.printed : capture.thrown,
        capture,
        context,
        status,
      })
    },
    late(context, capture) {
      if (context.tracebackId !== undefined) return
      try {
        tracebacks.surface({ error: capture.thrown, capture, context, status: undefined })
      } catch (failure) {
        note(failure)
      }
    },
    outside(error, origin) {
      const capture = capturer.captureOf(error)
      const context = capture && contextOf.get(capture)
      try {
        tracebacks.surface({ error, capture, context, status: undefined, origin })
      } catch (failure) {
        note(failure)
      }
    },
    appHandles: (origin) =>
      process.listenerCount(origin) > 0 ||
      (origin === 'uncaughtException' && process.hasUncaughtExceptionCaptureCallback()),
    reply(context) {
      const { request } = context
      const accept = headerOf(request, 'accept') ?? ''
      const unlocked = guard.session(request) !== undefined
      return chooseReply({ unlocked, visibility: guard.visibility(request), accept })
    },
    render,
    owns(request) {
      const below = request.path === basePath || request.path.startsWith(`${basePath}/`)
      return guard.knows(request, doorIn(request.url), below) && below
    },
    serve: async (request, incoming) => routes.fetch(request, { incoming }),
  }

  return {
    surfacer,
    get pin() {
      return guard.pin
    },
    link: () => linkPath(basePath, guard.issueToken(), options.entrance),
    close() {
      onHandOver(undefined)
      columns.close()
      consoles.close()
      store.close()
      sources.close()
      capturer.close()
    },
  }
}
