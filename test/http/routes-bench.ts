import type { Evaluation } from '../../src/shared/evaluation.ts'
import type { Traceback } from '../../src/shared/traceback.ts'
import type { Guard, GuardOptions, GuardRequest } from '../../src/server/guard/index.ts'
import { createRoutes, ROUTES } from '../../src/server/http/index.ts'
import type { EvaluateInput, RouteParts } from '../../src/server/http/index.ts'
import type { RouteRow } from '../../src/server/http/route-table.ts'
import { renderCurl, renderMarkdown, renderText } from '../../src/server/snapshot/index.ts'
import { createTracebackStore } from '../../src/server/store/index.ts'
import type { StoredTraceback } from '../../src/server/store/index.ts'
import { bench as guardBench, change, unlock } from '../guard/guard-bench.ts'
import { traceback as sample } from '../snapshot/sample-traceback.ts'

/** A word in the stored traceback that no refusal may hold. */
export const CANARY = 'canary-7f3a'
export const ID = 'Zk3-_aAbBcCdDeE1'
export const BASE = '/__inquest__'

export interface RoutesBench {
  readonly guard: Guard
  readonly clock: { now: number }
  readonly evaluated: readonly (EvaluateInput & { frame: number })[]
  readonly cookie: string
  readonly parts: RouteParts
  fetch(sent: Sent): Promise<Response>
}

export interface Sent {
  readonly method?: string
  readonly path: string
  /** Replace those of an unlocked page of ours; undefined leaves one out, an array sends it more than once. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body?: RequestInit['body']
  readonly incoming?: Partial<GuardRequest>
}

export function routesBench(guardOptions: Partial<GuardOptions> = {}, more: Partial<RouteParts> = {}): RoutesBench {
  const { guard, clock } = guardBench(guardOptions)
  const store = createTracebackStore({ live: 20, liveMs: 60_000, kept: 200 }, () => clock.now)
  const evaluated: (EvaluateInput & { frame: number })[] = []
  const parts: RouteParts = {
    basePath: BASE,
    guard,
    store,
    asset: (name) => Promise.resolve(name === 'app.js' ? { body: new Uint8Array([59]), headers: {} } : undefined),
    overview: () => ({ tracebacks: store.list(), status: STATUS, project: 'shop-1' }),
    tracebackPage: () => ({ project: 'shop-1' }),
    evaluate: (_stored, frame, input) => {
      evaluated.push({ ...input, frame })
      return Promise.resolve<Evaluation>({
        kind: 'value',
        value: { type: 'number', preview: '2' },
        text: CANARY,
        output: [],
        durationMs: 1,
      })
    },
    complete: () => Promise.resolve({ from: 0, to: 1, items: [{ label: CANARY, kind: 'name' }] }),
    getter: () => Promise.resolve<Evaluation>({ kind: 'refused', code: 'gone', text: CANARY }),
    keep: () => Promise.resolve({ name: 'temp1', value: { type: 'string', preview: CANARY } }),
    reports: {
      text: (traceback) => renderText(traceback),
      markdown: (traceback) => renderMarkdown(traceback),
      curl: ({ request }, origin) => request && renderCurl(request, origin),
    },
    ...more,
  }
  store.add(storedTraceback(ID, canaryTraceback()))
  const cookie = unlock(guard, change())
  const routes = createRoutes(parts)
  return {
    guard,
    clock,
    evaluated,
    cookie,
    parts,
    async fetch({ method = 'GET', path, headers = {}, body, incoming = {} }) {
      const changes = method !== 'GET' && method !== 'HEAD'
      const all: NonNullable<Sent['headers']> = {
        host: 'localhost:3000',
        cookie,
        ...(changes
          ? {
              'content-type': 'application/json',
              origin: 'http://localhost:3000',
              'sec-fetch-site': 'same-origin',
            }
          : {}),
        ...headers,
      }
      const pairs = Object.entries(all).flatMap(([name, value]) =>
        value === undefined ? [] : [value].flat().map((line): [string, string] => [name, line]),
      )
      const request = new Request(`http://localhost:3000${path}`, {
        method,
        headers: pairs,
        ...(body === undefined ? {} : { body, duplex: 'half' }),
      })
      return routes.fetch(request, {
        incoming: {
          method,
          path,
          headers: pairs,
          remoteAddress: '127.0.0.1',
          encrypted: false,
          httpVersion: '1.1',
          ...incoming,
        },
      })
    },
  }
}

export function storedTraceback(id: string, traceback: Traceback): StoredTraceback {
  return {
    id,
    summary: { id, at: traceback.at, error: { name: traceback.error.name, message: traceback.error.message } },
    traceback: Promise.resolve(traceback),
    live: {
      find: () => undefined,
      copy: ({ ref }) => (ref === 's1' ? { text: CANARY, cut: false } : undefined),
      release: () => undefined,
    },
    expand: (ref) =>
      ref === 's1' ? { children: [{ name: 'a', value: { type: 'string', preview: CANARY } }], total: 1 } : undefined,
  }
}

/** The canary in every text of it. */
function canaryTraceback(): Traceback {
  return { ...sample, id: ID, error: { ...sample.error, message: CANARY, stack: `TypeError: ${CANARY}` } }
}

/** Every route with parameters that exist, and a body that fits. */
export const CALLS = Object.entries<RouteRow>(ROUTES).map(([name, { method, path, demand }]) => ({
  name: name as keyof typeof ROUTES,
  method,
  path: BASE + path.replace(':id', ID).replace(':name', 'app.js').replace(':n', '0'),
  demand: demand,
  body: bodies()[name],
}))

function bodies(): Readonly<Record<string, string | undefined>> {
  return {
    unlock: '{"pin":"000-000-000"}',
    lock: '{}',
    evaluate: '{"source":"1+1","mode":"run"}',
    complete: '{"source":"a","cursor":1}',
    getter: '{"ref":"s1","place":0}',
    keep: '{"ref":"s1"}',
    copy: '{"ref":"s1"}',
    expand: '{"ref":"s1"}',
  }
}

const STATUS: ReturnType<RouteParts['overview']>['status'] = {
  version: '1.0.0',
  node: process.version,
  capture: { armed: true },
  preload: true,
  pauses: { count: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 },
  skippedCaptures: 0,
  ownFailures: 0,
  rewrittenModules: 0,
  notices: [],
  settings: [['basePath', '/__inquest__']],
}
