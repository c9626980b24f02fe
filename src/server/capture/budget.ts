/**
 * How much of the app's time captures may take: a number of new errors a second, and a share of wall time. The rethrows
 * of one error through its awaiting callers count as time only.
 */
export interface Budget {
  /** Whether a new error may be captured now. */
  mayCapture(): boolean
  /** Whether the frames of a known error's awaiting callers may be captured: until the second's time is spent. */
  mayExtend(): boolean
  /**
   * Whether it may still be noted which error was thrown, without its frames. That is cheap, and not to know would show
   * the wrong error: however long one pause took, so many are noted every second.
   */
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
/** Errors a second that are at least noted; each costs some 0.3 ms. */
const NOTED_PER_SECOND = 200

export function createBudget(limits: BudgetLimits, now: () => number): Budget {
  let windowStart = now()
  let errors = 0
  let spent = 0
  let skipped = 0
  let noted = 0
  const roll = (): void => {
    if (now() - windowStart < WINDOW_MS) return
    windowStart = now()
    errors = 0
    spent = 0
    noted = 0
  }
  const within = (factor: number): boolean => {
    roll()
    return spent < factor * limits.pauseShare * WINDOW_MS
  }
  return {
    mayCapture: () => within(1) && errors < limits.errorsPerSecond,
    mayExtend: () => within(1),
    mayIdentify: () => within(2) || noted < NOTED_PER_SECOND,
    hasPlenty: () => within(0.5),
    spend(milliseconds, newError) {
      roll()
      spent += milliseconds
      if (newError) errors++
    },
    skip() {
      roll()
      skipped++
      noted++
    },
    untilNextWindow: () => Math.max(1, WINDOW_MS - (now() - windowStart)),
    get skipped() {
      return skipped
    },
  }
}
