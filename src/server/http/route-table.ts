import type { Demand } from '../guard/index.ts'

export interface RouteRow {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Behind the base path. */
  readonly path: string
  readonly demand: Demand
}

const open: Demand = { session: false, change: false }
const read: Demand = { session: true, change: false }
const change: Demand = { session: true, change: true }

/** Every route of the debugger and what it demands. A test walks this table. */
export const ROUTES = {
  overview: { method: 'GET', path: '/', demand: open },
  'traceback-page': { method: 'GET', path: '/t/:id', demand: open },
  asset: { method: 'GET', path: '/assets/:name', demand: open },
  unlock: { method: 'POST', path: '/api/unlock', demand: { session: false, change: true } },
  lock: { method: 'POST', path: '/api/lock', demand: change },
  session: { method: 'GET', path: '/api/session', demand: open },
  tracebacks: { method: 'GET', path: '/api/tracebacks', demand: read },
  traceback: { method: 'GET', path: '/api/tracebacks/:id', demand: read },
  'delete-traceback': { method: 'DELETE', path: '/api/tracebacks/:id', demand: { ...change, body: false } },
  evaluate: { method: 'POST', path: '/api/tracebacks/:id/frames/:n/evaluate', demand: { ...change, evaluate: true } },
  complete: { method: 'POST', path: '/api/tracebacks/:id/frames/:n/complete', demand: { ...change, evaluate: true } },
  getter: { method: 'POST', path: '/api/tracebacks/:id/frames/:n/getter', demand: { ...change, evaluate: true } },
  keep: { method: 'POST', path: '/api/tracebacks/:id/frames/:n/keep', demand: { ...change, evaluate: true } },
  copy: { method: 'POST', path: '/api/tracebacks/:id/copy', demand: change },
  expand: { method: 'POST', path: '/api/tracebacks/:id/expand', demand: change },
} as const satisfies Record<string, RouteRow>
