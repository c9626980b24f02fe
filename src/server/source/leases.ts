import { createRecent } from './recent.ts'

/** What the cache holds: a value and how to let go of it. */
export interface Leased<T> {
  readonly value: T
  /** In the unit of `maxWeight`. */
  readonly weight: number
  close(): void
}

/** Shared values that must be closed, but never while someone uses them. */
export interface Leases<T> {
  /** Opens the value once for all who ask at the same time, and closes it after eviction and its last use. */
  use<R>(key: string, open: () => Promise<Leased<T>>, work: (value: T) => R | Promise<R>): Promise<R>
  /** Closes everything as soon as it is not in use. */
  close(): void
  /** Values opened and not closed yet. */
  readonly open: number
}

interface Entry<T> {
  readonly opening: Promise<Leased<T>>
  users: number
  evicted: boolean
}

export function createLeases<T>(maxEntries: number, maxWeight: number): Leases<T> {
  let open = 0
  const release = (entry: Entry<T>): void => {
    if (!entry.evicted || entry.users > 0) return
    void entry.opening.then(
      (leased) => {
        open -= 1
        leased.close()
      },
      () => undefined, // It never opened; whoever asked for it has been told.
    )
  }
  const entries = createRecent<Entry<T>>(maxEntries, maxWeight, (entry) => {
    entry.evicted = true
    release(entry)
  })
  const enter = (key: string, opener: () => Promise<Leased<T>>): Entry<T> => {
    const opening = opener()
    const entry: Entry<T> = { opening, users: 0, evicted: false }
    entries.set(key, entry)
    opening.then(
      (leased) => {
        open += 1
        if (!entry.evicted) entries.weigh(key, leased.weight)
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key)
      },
    )
    return entry
  }
  return {
    async use(key, opener, work) {
      const entry = entries.get(key) ?? enter(key, opener)
      entry.users += 1
      try {
        return await work((await entry.opening).value)
      } finally {
        entry.users -= 1
        release(entry)
      }
    },
    close: () => entries.clear(),
    get open() {
      return open
    },
  }
}
