import type { Completion, EvaluateRequest, Evaluation } from '../../shared/evaluation.ts'
import type { SessionInfo } from '../../shared/failure.ts'
import type {
  Expansion,
  JsonCopy,
  KeptVariable,
  Traceback,
  TracebackSummary,
  TreePlace,
} from '../../shared/traceback.ts'
import type { ClientFailure, Result } from './failure-words.ts'
import {
  isCompletion,
  isEvaluation,
  isExpansion,
  isJsonCopy,
  isKept,
  isSession,
  isTraceback,
  isTracebackList,
  readFailure,
} from './reply-shape.ts'

export type Credential = { readonly pin: string } | { readonly token: string }

/** The debugger's routes as functions. None throws or rejects: whatever goes wrong is a result. */
export interface ApiClient {
  readonly unlock: (credential: Credential) => Promise<Result<undefined>>
  readonly lock: () => Promise<Result<undefined>>
  readonly session: () => Promise<Result<SessionInfo>>
  readonly tracebacks: () => Promise<Result<readonly TracebackSummary[]>>
  readonly traceback: (id: string) => Promise<Result<Traceback>>
  readonly remove: (id: string) => Promise<Result<undefined>>
  readonly report: (id: string, kind: 'txt' | 'md' | 'curl') => Promise<Result<string>>
  readonly expand: (id: string, ref: string, from: number, count: number) => Promise<Result<Expansion>>
  /** `path`: how the page calls the place, for the audit. */
  readonly getter: (id: string, frame: number, place: TreePlace, path: string) => Promise<Result<Evaluation>>
  readonly keep: (id: string, frame: number, place: TreePlace, path: string) => Promise<Result<KeptVariable>>
  readonly copy: (id: string, place: TreePlace) => Promise<Result<JsonCopy>>
  readonly evaluate: (
    id: string,
    frame: number,
    request: EvaluateRequest,
    signal?: AbortSignal,
  ) => Promise<Result<Evaluation>>
  readonly complete: (
    id: string,
    frame: number,
    source: string,
    cursor: number,
    signal?: AbortSignal,
  ) => Promise<Result<Completion>>
}

export interface ClientParts {
  /** Starts with `/`, does not end with one. */
  readonly basePath: string
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

interface Call<T> {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  readonly read: (response: Response) => Promise<T | undefined>
}

const readJson =
  <T>(fits: (value: unknown) => value is T) =>
  async (response: Response): Promise<T | undefined> => {
    const value: unknown = await response.json()
    return fits(value) ? value : undefined
  }

/** What the server takes. */
const PATH_LENGTH = 1000

const readNothing = (): Promise<true> => Promise.resolve(true)

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3). */
const readRetryAfter = (header: string | null, now: number): number | undefined => {
  if (header === null || header.trim() === '') return undefined
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds))
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}

const failureOf = async (response: Response): Promise<ClientFailure> => {
  const body: unknown = await response.json().catch(() => undefined)
  const { code, message, remedy } = readFailure(body)
  const retryAfterSeconds = readRetryAfter(response.headers.get('retry-after'), Date.now())
  return {
    code: code ?? (response.status === 404 ? 'not-found' : 'internal'),
    message: message ?? `The debugger answered with status ${response.status}.`,
    status: response.status,
    ...(remedy === undefined ? {} : { remedy }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
}

const noAnswer = (error: unknown): ClientFailure =>
  error instanceof Error && error.name === 'AbortError'
    ? { code: 'aborted', message: 'Interrupted.', status: 0 }
    : { code: 'offline', message: 'The app does not answer.', status: 0 }

const MALFORMED: ClientFailure = {
  code: 'malformed',
  message: 'The answer could not be read. Reload the page: the app may run another version of the debugger by now.',
  status: 0,
}

const callWith = async <T>(parts: ClientParts, call: Call<T>): Promise<Result<T>> => {
  let response: Response
  try {
    response = await parts.fetch(`${parts.basePath}/api/${call.path}`, {
      method: call.method,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      ...(call.body === undefined
        ? {}
        : { body: JSON.stringify(call.body), headers: { 'content-type': 'application/json' } }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    })
    if (!response.ok) return { ok: false, failure: await failureOf(response) }
  } catch (error) {
    return { ok: false, failure: noAnswer(error) }
  }
  try {
    const value = await call.read(response)
    return value === undefined ? { ok: false, failure: MALFORMED } : { ok: true, value }
  } catch (error) {
    return { ok: false, failure: error instanceof SyntaxError ? MALFORMED : noAnswer(error) }
  }
}

const withoutValue = async (result: Promise<Result<true>>): Promise<Result<undefined>> => {
  const settled = await result
  return settled.ok ? { ok: true, value: undefined } : settled
}

export const createClient = (parts: ClientParts): ApiClient => {
  const call = <T>(one: Call<T>): Promise<Result<T>> => callWith(parts, one)
  const of = (id: string): string => `tracebacks/${encodeURIComponent(id)}`
  return {
    unlock: (credential) => withoutValue(call({ method: 'POST', path: 'unlock', body: credential, read: readNothing })),
    lock: () => withoutValue(call({ method: 'POST', path: 'lock', body: {}, read: readNothing })),
    session: () => call({ method: 'GET', path: 'session', read: readJson(isSession) }),
    tracebacks: async () => {
      const list = await call({ method: 'GET', path: 'tracebacks', read: readJson(isTracebackList) })
      return list.ok ? { ok: true, value: list.value.tracebacks } : list
    },
    traceback: (id) => call({ method: 'GET', path: of(id), read: readJson(isTraceback) }),
    remove: (id) => withoutValue(call({ method: 'DELETE', path: of(id), read: readNothing })),
    report: (id, kind) => call({ method: 'GET', path: `${of(id)}.${kind}`, read: (response) => response.text() }),
    expand: (id, ref, from, count) =>
      call({ method: 'POST', path: `${of(id)}/expand`, body: { ref, from, count }, read: readJson(isExpansion) }),
    getter: (id, frame, place, path) =>
      call({
        method: 'POST',
        path: `${of(id)}/frames/${frame}/getter`,
        body: { ...place, path: path.slice(0, PATH_LENGTH) },
        read: readJson(isEvaluation),
      }),
    keep: (id, frame, place, path) =>
      call({
        method: 'POST',
        path: `${of(id)}/frames/${frame}/keep`,
        body: { ...place, path: path.slice(0, PATH_LENGTH) },
        read: readJson(isKept),
      }),
    copy: (id, place) => call({ method: 'POST', path: `${of(id)}/copy`, body: place, read: readJson(isJsonCopy) }),
    evaluate: (id, frame, request, signal) =>
      call({
        method: 'POST',
        path: `${of(id)}/frames/${frame}/evaluate`,
        body: request,
        signal,
        read: readJson(isEvaluation),
      }),
    complete: (id, frame, source, cursor, signal) =>
      call({
        method: 'POST',
        path: `${of(id)}/frames/${frame}/complete`,
        body: { source, cursor },
        signal,
        read: readJson(isCompletion),
      }),
  }
}
