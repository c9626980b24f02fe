import { Hono } from 'hono'
import type { Context } from 'hono'
import * as v from 'valibot'
import type { Completion, Evaluation } from '../../shared/evaluation.ts'
import type { Failure, SessionInfo } from '../../shared/failure.ts'
import type { OverviewPageData, TracebackPageData } from '../../shared/page-data.ts'
import type { KeptVariable, RequestInfo, Traceback, TreePlace } from '../../shared/traceback.ts'
import type { Guard, GuardRequest } from '../guard/index.ts'
import type { StoredTraceback, TracebackStore } from '../store/index.ts'
import type { Asset } from './assets.ts'
import { readJson } from './json-body.ts'
import { pageResponse } from './page.ts'
import { ROUTES } from './route-table.ts'

/** What the routes need of the rest; they hold no state. */
export interface RouteParts {
  readonly basePath: string
  readonly guard: Guard
  readonly store: TracebackStore
  readonly asset: (name: string) => Promise<Asset | undefined>
  readonly overview: () => Omit<OverviewPageData, 'page' | 'basePath' | 'session'>
  readonly tracebackPage: () => Pick<TracebackPageData, 'project' | 'editorUrl'>
  readonly evaluate: (stored: StoredTraceback, frame: number, input: EvaluateInput) => Promise<Evaluation>
  readonly complete: (stored: StoredTraceback, frame: number, input: CompleteInput) => Promise<Completion | undefined>
  readonly getter: (stored: StoredTraceback, frame: number, place: NamedPlace) => Promise<Evaluation>
  readonly keep: (stored: StoredTraceback, frame: number, place: NamedPlace) => Promise<KeptVariable | undefined>
  readonly reports: {
    text(traceback: Traceback): string
    markdown(traceback: Traceback): string
    curl(traceback: Traceback, origin: string): string | undefined
  }
}

export interface EvaluateInput {
  readonly source: string
  readonly mode: 'run' | 'peek'
  readonly timeoutMs?: number
  readonly signal: AbortSignal
  /** The client's end of the connection and ours, where it carries this request alone. */
  readonly client: { readonly localPort: number; readonly remotePort: number } | undefined
  /** A short name of the developer's session, for the audit. */
  readonly session: string
}

export interface CompleteInput {
  readonly source: string
  /** Offset in the source. */
  readonly cursor: number
  /** As in `EvaluateInput`. */
  readonly session: string
}

/** A place of the tree, and what a developer calls it, for the audit. */
export interface NamedPlace extends TreePlace {
  readonly path: string
  /** As in `EvaluateInput`. */
  readonly session: string
}

/** The guard needs what the fetch standard leaves out: the socket's address, doubled headers. */
export interface RouteEnv {
  readonly Bindings: {
    readonly incoming: GuardRequest & { readonly mountPath: string } & Partial<Pick<EvaluateInput, 'client'>>
  }
}

type RouteContext = Context<RouteEnv>

/** Bytes of a request body: source text of a console, at most. */
const MAX_BODY = 1_000_000
/** Bytes of a PIN or a token; strangers may send these. */
const MAX_CREDENTIAL = 10_000

/** An app, or a developer in the console, may add to the prototype of all objects; valibot would take that for a field. */
function objectOf<const Fields extends v.ObjectEntries>(fields: Fields): v.ObjectSchema<Fields, undefined> {
  return v.object(Object.setPrototypeOf(fields, null) as Fields)
}

const evaluateBody = objectOf({
  source: v.pipe(v.string(), v.maxLength(500_000)),
  mode: v.picklist(['run', 'peek']),
  timeoutMs: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(60_000))),
})
const completeBody = objectOf({
  source: v.pipe(v.string(), v.maxLength(100_000)),
  cursor: v.pipe(v.number(), v.integer(), v.minValue(0)),
})
const placeBody = objectOf({
  ref: v.pipe(v.string(), v.maxLength(100)),
  place: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  name: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  path: v.optional(v.pipe(v.string(), v.maxLength(2000)), ''),
})
const expandBody = objectOf({
  ref: v.pipe(v.string(), v.maxLength(100)),
  from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)), 50),
})

export function createRoutes(parts: RouteParts) {
  const { guard, store, basePath } = parts
  const app = new Hono<RouteEnv>({ strict: false }).basePath(basePath)

  const on = (
    route: keyof typeof ROUTES,
    handle: (context: RouteContext, admitted: { session?: string }) => Response | Promise<Response>,
  ): void => {
    const { method, path, demand } = ROUTES[route]
    app.on(method, path, (context) => {
      const admission = guard.admit(context.env.incoming, demand)
      if (!admission.ok) return failed(admission.failure, admission.status, admission.headers)
      return handle(context, admission.session === undefined ? {} : { session: admission.session.label })
    })
  }
  const baseOf = (context: RouteContext): string => context.env.incoming.mountPath + basePath
  const session = (context: RouteContext): SessionInfo => guard.describe(context.env.incoming)
  const stored = (context: RouteContext): StoredTraceback | undefined => store.get(context.req.param('id') ?? '')

  on('asset', async (context) => {
    const asset = await parts.asset(context.req.param('name') ?? '')
    return asset === undefined ? notFound() : new Response(asset.body, { headers: asset.headers })
  })
  on('overview', (context) => {
    const info = session(context)
    if (info.unlocked)
      return pageResponse({ page: 'overview', basePath: baseOf(context), session: info, ...parts.overview() })
    const cookie = guard.enter(context.env.incoming, context.req.query('door'))
    return pageResponse(
      { page: 'unlock', basePath: baseOf(context) },
      200,
      cookie === undefined ? [] : [['set-cookie', cookie]],
    )
  })
  on('traceback-page', async (context) => {
    const info = session(context)
    if (!info.unlocked) return pageResponse({ page: 'unlock', basePath: baseOf(context) })
    const entry = stored(context)
    if (entry === undefined)
      return pageResponse(
        { page: 'overview', basePath: baseOf(context), session: info, ...withGone(parts.overview()) },
        404,
      )
    return pageResponse(await tracebackData({ ...parts, basePath: baseOf(context) }, entry, info))
  })
  on('unlock', async (context) => {
    const body = await readJson(context.req.raw, MAX_CREDENTIAL)
    if (body.kind === 'too-large') return tooLarge(guard, MAX_CREDENTIAL)
    const unlocked = guard.unlock(context.env.incoming, body.kind === 'json' ? body.value : undefined)
    if (!unlocked.ok) return failed(unlocked.failure, unlocked.status, unlocked.headers)
    return new Response(null, { status: 204, headers: { 'set-cookie': unlocked.cookie, ...NO_STORE } })
  })
  on('lock', (context) => {
    const { cookie } = guard.lock(context.env.incoming)
    return new Response(null, { status: 204, headers: { 'set-cookie': cookie, ...NO_STORE } })
  })
  on('session', (context) => json(session(context)))
  on('tracebacks', () => json({ tracebacks: store.list() }))
  on('traceback', async (context) => {
    const [, id = '', format] = /^([\w-]+)(?:\.(txt|md|curl))?$/.exec(context.req.param('id') ?? '') ?? []
    const entry = store.get(id)
    if (entry === undefined) return gone()
    const traceback = withState(await entry.traceback, entry)
    switch (format) {
      case 'txt':
        return text(parts.reports.text(traceback), 'text/plain')
      case 'md':
        return text(parts.reports.markdown(traceback), 'text/markdown')
      case 'curl': {
        const command = parts.reports.curl(traceback, new URL(context.req.url).origin)
        return command === undefined ? notFound() : text(command, 'text/plain')
      }
      default:
        return json(traceback)
    }
  })
  on('delete-traceback', (context) =>
    store.delete(context.req.param('id') ?? '') ? new Response(null, { status: 204, headers: NO_STORE }) : gone(),
  )
  on('evaluate', async (context, { session: name = '' }) => {
    const input = await bodyOf(guard, context, evaluateBody)
    if (!input.ok) return input.response
    const entry = stored(context)
    if (entry === undefined) return gone()
    const { source, mode, timeoutMs } = input.value
    const frame = frameNumber(context)
    const { signal } = context.req.raw
    return json(
      await parts.evaluate(entry, frame, {
        source,
        mode,
        signal,
        client: context.env.incoming.client,
        session: name,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }),
    )
  })
  on('complete', async (context, { session: name = '' }) => {
    const input = await bodyOf(guard, context, completeBody)
    if (!input.ok) return input.response
    const entry = stored(context)
    if (entry === undefined) return gone()
    const completion = await parts.complete(entry, frameNumber(context), { ...input.value, session: name })
    return completion === undefined ? gone() : json(completion)
  })
  on('getter', async (context, { session: name = '' }) => {
    const input = await bodyOf(guard, context, placeBody)
    if (!input.ok) return input.response
    const entry = stored(context)
    if (entry === undefined) return gone()
    return json(await parts.getter(entry, frameNumber(context), placeOf(input.value, name)))
  })
  on('keep', async (context, { session: name = '' }) => {
    const input = await bodyOf(guard, context, placeBody)
    if (!input.ok) return input.response
    const entry = stored(context)
    const kept = entry && (await parts.keep(entry, frameNumber(context), placeOf(input.value, name)))
    return kept === undefined ? gone() : json(kept)
  })
  on('copy', async (context) => {
    const input = await bodyOf(guard, context, placeBody)
    if (!input.ok) return input.response
    const copy = stored(context)?.live?.copy(placeOf(input.value, ''))
    return copy === undefined ? gone() : json(copy)
  })
  on('expand', async (context) => {
    const input = await bodyOf(guard, context, expandBody)
    if (!input.ok) return input.response
    const expansion = stored(context)?.expand(input.value.ref, input.value.from, input.value.count)
    return expansion === undefined ? gone() : json(expansion)
  })

  // After all the others: a path that exists, asked with another method.
  for (const [path, methods] of methodsOf()) {
    app.all(path, (context) => refusedHost(context) ?? wrongMethod(guard, methods))
  }
  app.notFound((context) => refusedHost(context) ?? notFound())
  // Whoever called us notes it and answers.
  app.onError((failure) => {
    throw failure
  })
  return app

  function refusedHost(context: RouteContext): Response | undefined {
    const admission = guard.admit({ ...context.env.incoming, method: 'GET' }, { session: false, change: false })
    return admission.ok ? undefined : failed(admission.failure, admission.status, admission.headers)
  }
}

function methodsOf(): ReadonlyMap<string, readonly string[]> {
  const rows = Map.groupBy(Object.values(ROUTES), ({ path }) => path)
  return new Map(Array.from(rows, ([path, those]) => [path, those.map(({ method }) => method)]))
}

/** For whoever follows a link to a traceback that is no more. */
function withGone(overview: ReturnType<RouteParts['overview']>): ReturnType<RouteParts['overview']> {
  const gone = { code: 'gone', message: `${GONE} ${REPEAT}` }
  return { ...overview, status: { ...overview.status, notices: [gone, ...overview.status.notices] } }
}

/** The page of one traceback; without a session only what a stranger may see. */
export async function tracebackData(
  parts: Pick<RouteParts, 'basePath' | 'store' | 'tracebackPage'>,
  entry: StoredTraceback,
  session: SessionInfo,
): Promise<TracebackPageData> {
  const traceback = withState(await entry.traceback, entry)
  return {
    page: 'traceback',
    basePath: parts.basePath,
    session,
    traceback: session.unlocked ? traceback : withoutValues(traceback),
    siblings: session.unlocked ? parts.store.list().map(({ id }) => id) : [],
    ...parts.tracebackPage(),
  }
}

function withState(traceback: Traceback, entry: StoredTraceback): Traceback {
  if (entry.live !== undefined) return traceback
  const frames = traceback.frames.map((frame) =>
    frame.state === 'live' ? ({ ...frame, state: 'snapshot', reason: EVICTED } as const) : frame,
  )
  return { ...traceback, frames, state: 'snapshot' }
}

const EVICTED = 'newer tracebacks, or time, have taken its place among the live ones'

/** Error, stack and source only: the values are for whoever has the PIN. */
function withoutValues(traceback: Traceback): Traceback {
  const bare = (frames: Traceback['frames']): Traceback['frames'] => frames.map((frame) => ({ ...frame, scopes: [] }))
  const bareError = (error: Traceback['error']): Traceback['error'] => ({
    ...error,
    properties: [],
    causes: error.causes.map((link) => ({ ...link, error: bareError(link.error), frames: bare(link.frames) })),
  })
  const { request, ...rest } = traceback
  return {
    ...rest,
    error: bareError(traceback.error),
    frames: bare(traceback.frames),
    ...(request === undefined ? {} : { request: bareRequest(request) }),
  }
}

/** What its sender knows anyway and nobody else may want hidden. */
function bareRequest({ method, url, httpVersion, status, durationMs }: RequestInfo): RequestInfo {
  return {
    method,
    url: url.split(/[?#]/, 1)[0] ?? '',
    headers: [],
    query: [],
    cookies: [],
    ...(httpVersion === undefined ? {} : { httpVersion }),
    ...(status === undefined ? {} : { status }),
    ...(durationMs === undefined ? {} : { durationMs }),
  }
}

type BodyOf<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly response: Response }

async function bodyOf<Schema extends v.GenericSchema>(
  guard: Guard,
  context: RouteContext,
  schema: Schema,
): Promise<BodyOf<v.InferOutput<Schema>>> {
  const body = await readJson(context.req.raw, MAX_BODY)
  if (body.kind === 'too-large') return { ok: false, response: tooLarge(guard, MAX_BODY) }
  if (body.kind === 'malformed') return { ok: false, response: badRequest('it is no JSON') }
  const parsed = v.safeParse(schema, body.value)
  return parsed.success
    ? { ok: true, value: parsed.output }
    : { ok: false, response: badRequest(parsed.issues[0].message) }
}

function placeOf({ ref, place, name, path }: v.InferOutput<typeof placeBody>, session: string): NamedPlace {
  return { ref, ...(place === undefined ? {} : { place }), ...(name === undefined ? {} : { name }), path, session }
}

function frameNumber(context: RouteContext): number {
  const text = context.req.param('n') ?? ''
  return /^\d{1,6}$/.test(text) ? Number(text) : -1
}

const NO_STORE = { 'cache-control': 'no-store' }

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { ...NO_STORE, 'x-content-type-options': 'nosniff', ...headers } })
}

function text(body: string, type: string): Response {
  return new Response(body, {
    headers: { ...NO_STORE, 'content-type': `${type}; charset=utf-8`, 'x-content-type-options': 'nosniff' },
  })
}

function failed(failure: Failure, status: number, headers?: Readonly<Record<string, string>>): Response {
  return json(failure, status, { ...headers })
}

function badRequest(why: string): Response {
  return failed({ code: 'bad-request', message: `The request body does not fit: ${why}` }, 400)
}

/** The connection goes, because the rest of the body is still on its way through it. */
function tooLarge(guard: Guard, limit: number): Response {
  const { failure, status } = guard.refuse('too-large')
  const message = `The request body is larger than ${limit} bytes.`
  return failed({ ...failure, message }, status, { connection: 'close' })
}

function wrongMethod(guard: Guard, methods: readonly string[]): Response {
  const { failure, status } = guard.refuse('wrong-method')
  const allowed = methods.join(', ')
  return failed({ ...failure, message: `Only ${allowed} here.` }, status, { allow: allowed })
}

function notFound(): Response {
  return failed({ code: 'not-found', message: 'There is nothing here.' }, 404)
}

const GONE =
  'This traceback is gone: the server restarted, newer ones took its place, or another process of this app has it.'
const REPEAT = 'Repeat the request that failed.'

function gone(): Response {
  return failed({ code: 'gone', message: GONE, remedy: REPEAT }, 404)
}
