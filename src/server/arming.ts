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
  /** At the start of a request: stands down for a real debugger, and comes back when that has gone. */
  check(): void
  /** Something failed: in the mode `after-error` the next failure is to have everything. */
  onFailure(): void
}

export type ArmingMode = 'always' | 'after-error' | 'off'

const STAY_ARMED_MS = 15 * 60_000

const DEBUGGER = wordsOf('debugger-attached')
const MODES = { always: undefined, off: wordsOf('capture-off'), 'after-error': wordsOf('capture-waits') }

export function createArming(capturer: Capturer, mode: ArmingMode, say: (line: string) => void): Arming {
  let wanted = mode === 'always'
  let standsDown = false
  let timer: NodeJS.Timeout | undefined
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
    standsDown ? DEBUGGER : wanted ? undefined : MODES[mode]
  apply()
  check()
  return {
    check,
    get armed() {
      return wanted && !standsDown
    },
    get reason() {
      return why()?.reason
    },
    get remedy() {
      return why()?.remedy
    },
    onFailure() {
      if (mode !== 'after-error') return
      wanted = true
      apply()
      clearTimeout(timer)
      timer = setTimeout(() => {
        wanted = false
        apply()
      }, STAY_ARMED_MS).unref()
    },
  }
}

function wordsOf(code: RefusalCode): { reason: string; remedy: string } {
  const { says, remedy } = REFUSAL_REASONS[code]
  return { reason: says, remedy }
}
