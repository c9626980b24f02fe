import type { DebuggerStatus } from '../shared/page-data.ts'
import type { Notice } from '../shared/traceback.ts'
import type { Arming } from './arming.ts'
import type { Capturer } from './capture/index.ts'
import { describeRefusal, REFUSAL_REASONS } from './guard/index.ts'
import type { Guard, RecentRefusal } from './guard/index.ts'
import type { ModuleHooks } from './instrument/index.ts'
import type { ResolvedOptions } from './options.ts'

export interface StatusFacts {
  readonly capturer: Capturer
  readonly hooks: ModuleHooks | undefined
  readonly options: ResolvedOptions
  readonly arming: Arming
  readonly guard: Guard
  readonly ownFailures: number
  readonly version: string
}

/** What is armed and what is not, what it costs, and the settings in force: the overview's lower half. */
export function describeStatus({
  capturer,
  hooks,
  options,
  arming,
  guard,
  ownFailures,
  version,
}: StatusFacts): DebuggerStatus {
  const { pauses, skipped, failures } = capturer.statistics
  const { armed, reason, remedy } = arming
  return {
    version,
    node: process.version,
    capture: { armed, ...(reason === undefined ? {} : { reason }), ...(remedy === undefined ? {} : { remedy }) },
    preload: hooks !== undefined,
    pauses,
    skippedCaptures: skipped,
    ownFailures: ownFailures + failures,
    rewrittenModules: hooks?.rewrittenModules() ?? 0,
    notices: [
      ...(hooks?.problems() ?? []).map(({ url, reason: why }) => ({
        code: 'not-rewritten',
        message: `${url} was loaded as it is: ${why}`,
      })),
      ...noticesOf(options.problems, guard.refusals()),
    ],
    settings: settingsOf(options),
  }
}

/** What was refused of late, and the settings that were left out, each with its remedy. */
export function noticesOf(problems: readonly string[], refusals: readonly RecentRefusal[]): Notice[] {
  const { says, remedy } = REFUSAL_REASONS['setting-ignored']
  return [
    ...problems.map((problem) => ({ code: 'setting-ignored', message: `${says} ${problem}`, remedy })),
    ...refusals.map((refusal) => ({
      code: `refused-${refusal.reason}`,
      message: `${describeRefusal(refusal)} Last at ${new Date(refusal.at).toISOString()}.`,
      remedy: refusal.remedy,
    })),
  ]
}

function settingsOf(options: ResolvedOptions): DebuggerStatus['settings'] {
  const { limits, arm, evaluate, hosts, trustProxy, visibility, entrance, basePath, stateDirectory } = options
  return [
    ['basePath', basePath],
    ['arm', arm],
    ['evaluate', evaluate ? 'on' : 'off'],
    ['visibility', visibility ?? 'by where a request comes from'],
    ['entrance', entrance],
    ['hosts', hosts.join(', ') || 'loopback only'],
    ['trustProxy', trustProxy.join(', ') || 'none'],
    ['stateDirectory', stateDirectory],
    ...Object.entries(limits).map(([name, value]) => [`limits.${name}`, String(value)] as const),
  ]
}
