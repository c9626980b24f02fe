/** How long the app was paused: count, and percentiles over the last 1,000 pauses, in milliseconds. */
export interface PauseTimes {
  add(milliseconds: number): void
  summary(): PauseSummary
}

export interface PauseSummary {
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly maxMs: number
}

const KEPT = 1000

export function createPauseTimes(): PauseTimes {
  const ring: number[] = []
  let count = 0
  let max = 0
  return {
    add(milliseconds) {
      ring[count % KEPT] = milliseconds
      count++
      if (milliseconds > max) max = milliseconds
    },
    summary() {
      const sorted = ring.toSorted((a, b) => a - b)
      const at = (share: number): number => round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
      return { count, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: round(max) }
    },
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000
}
