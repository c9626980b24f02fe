import type { ResolvedOptions } from '../options.ts'
import type { Readiness } from '../readiness.ts'

export interface DoctorFacts {
  readonly options: ResolvedOptions
  readonly readiness: Readiness
  readonly version: string
  readonly node: string
}

/** What would happen if an app were started here, with the environment as it is. */
export function describeDoctor({ options, readiness, version, node }: DoctorFacts): string {
  const lines = [`inquest ${version} on Node ${node}`]
  if (readiness.kind === 'off') lines.push(`off: ${readiness.reason}`, `     ${readiness.remedy}`)
  else lines.push('ready: an app started here with the preload is debugged')
  if (readiness.kind === 'ready' && readiness.loud !== undefined) lines.push(readiness.loud)
  lines.push(
    '',
    `  pages       ${options.basePath}/`,
    `  capture     ${options.arm}`,
    `  console     ${options.evaluate ? 'on' : 'off (INQUEST_EVALUATE=on turns it on)'}`,
    `  hosts       loopback${options.hosts.length === 0 ? ' only (INQUEST_HOSTS=name adds one)' : `, ${options.hosts.join(', ')}`}`,
    `  strangers   ${strangers(readiness, options)}`,
    `  PIN         ${options.pin === undefined ? `kept in ${options.stateDirectory}` : 'set by INQUEST_PIN'}`,
    ...options.problems.map((problem) => `  problem     ${problem}`),
    '',
  )
  return lines.join('\n')
}

function strangers(readiness: Readiness, options: ResolvedOptions): string {
  const visibility = (readiness.kind === 'ready' ? readiness.visibility : undefined) ?? options.visibility
  if (visibility === 'locked') return 'see the app\u2019s own response, always'
  if (visibility === 'open') return 'see error, stack and source, wherever they come from'
  return 'see error, stack and source on this machine, the app\u2019s own response elsewhere'
}
