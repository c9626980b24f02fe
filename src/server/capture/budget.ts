/**
 * How much of the app's time captures may take: a number of new errors a second, and a share of wall time. The rethrows
 * of one error through its awaiting callers count as time only.
 */
export interface Budget {
  /** Whether a new error may be captured now. */
  mayCapture(): boolean
  /** Whether the frames of a known error's awaiting callers may be captured: until the second's time is spent. */
  mayExtend(): boolean
  /** Whether it may still be noted which error was thrown, without its frames: until twice that time is spent. */
  mayIdentify(): boolean
  /** Whether there is time to spare for frames of libraries. */
  hasPlenty(): boolean
  spend(milliseconds: number, newError: boolean): void
  skip(): void
  /** Milliseconds until the next window begins. */
  untilNextWindow(): number
  readonly skipped: number
}

export interface BudgetLimits {
  /** Default 50, as Sentry's local variables. */
  readonly errorsPerSecond: number
  /** Default 0.1: of each second, 100 ms. */
  readonly pauseShare: number
}

const WINDOW_MS = 1000

export function createBudget(limits: BudgetLimits, now: () => number): Budget {
  let windowStart = now()
  let errors = 0
  let spent = 0
  let skipped = 0
  const roll = (): void => {
    if (now() - windowStart < WINDOW_MS) return
    windowStart = now()
    errors = 0
    spent = 0
  }
  const within = (factor: number): boolean => {
    roll()
    return spent < factor * limits.pauseShare * WINDOW_MS
  }
  return {
    mayCapture: () => within(1) && errors < limits.errorsPerSecond,
    mayExtend: () => within(1),
    mayIdentify: () => within(2),
    hasPlenty: () => within(0.5),
    spend(milliseconds, newError) {
      roll()
      spent += milliseconds
      if (newError) errors++
    },
    skip() {
      skipped++
    },
    untilNextWindow: () => Math.max(1, WINDOW_MS - (now() - windowStart)),
    get skipped() {
      return skipped
    },
  }
}
