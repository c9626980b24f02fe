import { foreignDebuggerUrl } from './capture/index.ts'
import type { Capturer } from './capture/index.ts'
import { REFUSAL_REASONS } from './guard/index.ts'
import type { RefusalCode } from './guard/index.ts'

/** When captures are made: being armed costs the engine about half a microsecond per promise. */
export interface Arming {
  readonly armed: boolean
  /** Why not, and the one line that would change it. */
  readonly reason: string | undefined
  readonly remedy: string | undefined
  /**
   * At the start of a request: whether what it throws is captured. Stands down for a real debugger, and comes back when
   * that has gone.
   */
  admits(isUnlocked: () => boolean): boolean
  /** Something failed: in the mode `after-error` the next failure is to have everything. */
  onFailure(): void
}

/** `unlocked`: requests of unlocked browsers only; those of strangers take as long as without a debugger. */
export type ArmingMode = 'always' | 'after-error' | 'unlocked' | 'off'

const STAY_ARMED_MS = { 'after-error': 15 * 60_000, unlocked: 10_000 }

const DEBUGGER = wordsOf('debugger-attached')
const MODES = {
  always: undefined,
  'after-error': wordsOf('capture-waits'),
  unlocked: wordsOf('capture-unlocked'),
  off: wordsOf('capture-off'),
}

export function createArming(capturer: Capturer, mode: ArmingMode, say: (line: string) => void): Arming {
  let wanted = mode === 'always'
  let standsDown = false
  let timer: NodeJS.Timeout | undefined
  let until = 0
  const apply = (): void => {
    if (wanted && !standsDown) capturer.wake()
    else capturer.sleep()
  }
  const check = (): void => {
    const attached = foreignDebuggerUrl() !== undefined
    if (attached === standsDown) return
    standsDown = attached
    say(attached ? `standing down: ${DEBUGGER.reason} ${DEBUGGER.remedy}` : 'the debugger has gone, armed again')
    apply()
  }
  const why = (): { reason: string; remedy: string } | undefined =>
    standsDown ? DEBUGGER : wanted && mode !== 'unlocked' ? undefined : MODES[mode]
  const fallAsleep = (): void => {
    const left = until - performance.now()
    timer = left > 0 ? setTimeout(fallAsleep, left).unref() : undefined
    if (left > 0) return
    wanted = false
    apply()
  }
  const stayArmed = (forMs: number): void => {
    // A timer for each request would cost more than the request of a small app.
    until = performance.now() + forMs
    timer ??= setTimeout(fallAsleep, forMs).unref()
    if (wanted) return
    wanted = true
    apply()
  }
  apply()
  check()
  return {
    admits(isUnlocked) {
      check()
      if (mode !== 'unlocked') return true
      if (!isUnlocked()) return false
      stayArmed(STAY_ARMED_MS.unlocked)
      return true
    },
    get armed() {
      return (wanted || mode === 'unlocked') && !standsDown
    },
    get reason() {
      return why()?.reason
    },
    get remedy() {
      return why()?.remedy
    },
    onFailure() {
      if (mode === 'after-error') stayArmed(STAY_ARMED_MS[mode])
    },
  }
}

function wordsOf(code: RefusalCode): { reason: string; remedy: string } {
  const { says, remedy } = REFUSAL_REASONS[code]
  return { reason: says, remedy }
}
