import type { Expansion, JsonCopy, Traceback, TracebackSummary, TreePlace } from '../../shared/traceback.ts'

/**
 * The tracebacks of this process, newest first. The newest stay live (their frames can be entered) for a while; what is
 * evicted from there remains as a snapshot, also for a while.
 */
export interface TracebackStore {
  add(entry: StoredTraceback): void
  get(id: string): StoredTraceback | undefined
  delete(id: string): boolean
  list(): readonly TracebackSummary[]
  close(): void
}

export interface StoredTraceback {
  readonly id: string
  readonly summary: Omit<TracebackSummary, 'state'>
  /** Complete a moment after the error surfaced; never rejects. No longer the same object once it is not live. */
  readonly traceback: Promise<Traceback>
  /** What can be done while it is live. */
  live: LiveTraceback | undefined
  /** What was captured of a value, and while it is live the value itself. */
  expand(ref: string, from: number, count: number): Expansion | undefined
}

export interface LiveTraceback {
  /** The real value, or the accessor, at a place of the tree. */
  find(place: TreePlace): FoundValue | undefined
  /** The value there as JSON. */
  copy(place: TreePlace): JsonCopy | undefined
  /** Lets go of everything alive. */
  release(): void
}

export type FoundValue =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'getter'; readonly target: object; readonly key: string | symbol }

export interface StoreLimits {
  /** Default 20. */
  readonly live: number
  /** Milliseconds; default 30 minutes. */
  readonly liveMs: number
  /** Snapshots kept in memory, the live ones included; default 200. */
  readonly kept: number
}

export function createTracebackStore(limits: StoreLimits, now: () => number): TracebackStore {
  const entries = new Map<string, StoredTraceback>()
  const addedAt = new Map<string, number>()

  const demote = (entry: StoredTraceback): void => {
    entry.live?.release()
    entry.live = undefined
  }
  const keep = (entry: StoredTraceback): void => {
    demote(entry)
    void entry.traceback.then((traceback) => {
      if (entries.get(entry.id) === entry) fold(entry, JSON.stringify(traceback))
    })
  }
  const remove = (id: string): boolean => {
    const entry = entries.get(id)
    if (entry === undefined) return false
    demote(entry)
    addedAt.delete(id)
    return entries.delete(id)
  }
  const sweep = (): void => {
    const live = [...entries.values()].filter((entry) => entry.live !== undefined)
    for (const [index, entry] of live.entries()) {
      const age = now() - (addedAt.get(entry.id) ?? 0)
      if (index < live.length - limits.live || age >= limits.liveMs) keep(entry)
    }
    const surplus = [...entries.keys()].slice(0, Math.max(0, entries.size - limits.kept))
    for (const id of surplus) remove(id)
  }
  const timer = setInterval(sweep, Math.min(limits.liveMs, 60_000)).unref()

  return {
    add(entry) {
      entries.set(entry.id, entry)
      addedAt.set(entry.id, now())
      sweep()
    },
    get: (id) => entries.get(id),
    delete: remove,
    list: () =>
      [...entries.values()]
        .reverse()
        .map(({ summary, live }) => ({ ...summary, state: live === undefined ? 'snapshot' : 'live' })),
    close() {
      clearInterval(timer)
      for (const id of [...entries.keys()]) remove(id)
    },
  }
}

/** Highlighted source is thousands of little arrays, 130 KB a traceback; as one text it takes a fifth of that. */
function fold(entry: StoredTraceback, text: string): void {
  Object.defineProperty(entry, 'traceback', {
    configurable: true,
    enumerable: true,
    get: () => Promise.resolve(JSON.parse(text) as Traceback),
  })
}
