import { foreignDebuggerUrl } from './capture/index.ts'
import type { Capturer } from './capture/index.ts'

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

const DEBUGGER = {
  reason: 'A debugger is attached to this process, and two of them would disturb each other.',
  remedy: 'Start the app without --inspect.',
}
const MODES = {
  always: undefined,
  off: { reason: 'Capturing is switched off (arm: off).', remedy: 'INQUEST_ARM=always' },
  'after-error': {
    reason: 'Capturing starts when an error surfaces (arm: after-error): repeat the request.',
    remedy: 'INQUEST_ARM=always',
  },
}

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
