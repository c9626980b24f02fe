/** A map that forgets what was used longest ago when it holds more than `maxEntries` or weighs more than `maxWeight`. */
export interface Recent<V> {
  get(key: string): V | undefined
  /** `weight` in the unit of `maxWeight`; the newest entry stays even if it is too heavy alone. */
  set(key: string, value: V, weight?: number): void
  /** For a weight that becomes known later. */
  weigh(key: string, weight: number): void
  delete(key: string): void
  clear(): void
  readonly size: number
}

export function createRecent<V>(maxEntries: number, maxWeight = Infinity, dropped?: (value: V) => void): Recent<V> {
  const entries = new Map<string, { readonly value: V; weight: number }>()
  let total = 0
  const remove = (key: string): void => {
    const entry = entries.get(key)
    if (entry === undefined) return
    entries.delete(key)
    total -= entry.weight
    dropped?.(entry.value)
  }
  const weigh = (key: string, weight: number): void => {
    const entry = entries.get(key)
    if (entry === undefined) return
    total += weight - entry.weight
    entry.weight = weight
    for (const oldest of entries.keys()) {
      if (entries.size === 1 || (entries.size <= maxEntries && total <= maxWeight)) break
      remove(oldest)
    }
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value, weight = 0) {
      remove(key)
      entries.set(key, { value, weight: 0 })
      weigh(key, weight)
    },
    weigh,
    delete: remove,
    clear() {
      for (const key of [...entries.keys()]) remove(key)
    },
    get size() {
      return entries.size
    },
  }
}
