import { describeRefusal, REFUSAL_REASONS } from '../guard/index.ts'
import type { RecentRefusal } from '../guard/index.ts'
import type { ResolvedOptions } from '../options.ts'
import type { Readiness } from '../readiness.ts'

export interface DoctorFacts {
  readonly options: ResolvedOptions
  readonly readiness: Readiness
  readonly version: string
  readonly node: string
  /** What is wrong with the state directory as it is. */
  readonly state:
    { readonly reason: 'state-refused' | 'disk-full' | 'disk-read-only'; readonly message: string } | undefined
  /** Whether an app has run with this state directory. */
  readonly used: boolean
  /** Of the PIN that was set. */
  readonly pinFits: boolean
  /** What the last app of this project refused. */
  readonly refusals: readonly RecentRefusal[]
}

/** What would happen if an app were started here, with the environment as it is, and what the last one refused. */
export function describeDoctor(facts: DoctorFacts): string {
  const { options, readiness, version, node } = facts
  const lines = [`inquest ${version} on Node ${node}`]
  if (readiness.kind === 'off') lines.push(`off: ${readiness.reason}`, `     ${readiness.remedy}`)
  else if (!facts.pinFits)
    lines.push(`off: ${REFUSAL_REASONS['pin-refused'].says}`, `     ${REFUSAL_REASONS['pin-refused'].remedy}`)
  else lines.push('ready: an app started here with the preload is debugged')
  if (readiness.kind === 'ready' && readiness.loud !== undefined) lines.push(readiness.loud)
  lines.push(
    '',
    `  pages       ${options.basePath}/${options.entrance === 'link' ? ' (hidden: npx inquest link leads in)' : ''}`,
    `  capture     ${capture(options.arm)}`,
    `  console     ${options.evaluate ? 'on' : `off: ${REFUSAL_REASONS['console-off'].says} ${REFUSAL_REASONS['console-off'].remedy}`}`,
    `  hosts       loopback${options.hosts.length === 0 ? ' only (INQUEST_HOSTS=name adds one)' : `, ${options.hosts.join(', ')}`}`,
    `  proxies     ${options.trustProxy.join(', ') || 'none are believed (INQUEST_TRUST_PROXY=address names one)'}`,
    `  strangers   ${strangers(readiness, options)}`,
    `  PIN         ${options.pin === undefined ? `kept in ${options.stateDirectory}` : 'set by INQUEST_PIN'}`,
    ...options.problems.map(
      (problem) =>
        `  problem     ${REFUSAL_REASONS['setting-ignored'].says} ${problem} ${REFUSAL_REASONS['setting-ignored'].remedy}`,
    ),
    ...(facts.state === undefined
      ? []
      : [`  problem     ${facts.state.message}`, `              ${REFUSAL_REASONS[facts.state.reason].remedy}`]),
    '',
    ...recent(facts),
  )
  return lines.join('\n')
}

/** Every refusal there is, with its remedy. */
export function describeReasons(): string {
  return Object.entries(REFUSAL_REASONS)
    .map(([code, { says, remedy }]) => `${code}\n  ${says}\n  → ${remedy}\n`)
    .join('\n')
}

function recent({ refusals, used, options }: DoctorFacts): string[] {
  if (!used) {
    return [
      `no app has used the state directory ${options.stateDirectory} yet, so that nothing is known of refusals`,
      '    → Run inquest doctor in the folder that the app is started in, with the INQUEST_STATE that it has.',
      '',
    ]
  }
  if (refusals.length === 0) return ['nothing was refused of late (inquest doctor --all lists what can be)', '']
  const lines = refusals.flatMap((refusal) => [
    `  ${new Date(refusal.at).toISOString()}  ${describeRefusal(refusal)}`,
    `    → ${refusal.remedy}`,
  ])
  return ['refused of late:', ...lines, '']
}

const CAPTURE = { 'after-error': 'capture-waits', unlocked: 'capture-unlocked', off: 'capture-off' } as const

function capture(arm: ResolvedOptions['arm']): string {
  if (arm === 'always') return arm
  const { says, remedy } = REFUSAL_REASONS[CAPTURE[arm]]
  return `${arm}: ${says} ${remedy}`
}

function strangers(readiness: Readiness, options: ResolvedOptions): string {
  const asked = options.entrance === 'link' ? 'locked' : options.visibility
  const visibility = (readiness.kind === 'ready' ? readiness.visibility : undefined) ?? asked
  if (visibility === 'locked') return 'see the app\u2019s own response, always'
  if (visibility === 'open') return 'see error, stack and source, wherever they come from'
  return 'see error, stack and source on this machine, the app\u2019s own response elsewhere'
}
