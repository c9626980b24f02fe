/** Live tracebacks in memory. Must never keep more than its limits. */
export { createTracebackStore } from './traceback-store.ts'
export type { LiveTraceback, StoredTraceback, StoreLimits, TracebackStore } from './traceback-store.ts'
