import { productionPolicy, REFUSAL_REASONS } from './guard/index.ts'

/** Whether the debugger arms itself in this process, and if not, the one line that says why. */
export type Readiness =
  | { readonly kind: 'ready'; readonly visibility?: 'locked'; readonly loud?: string }
  | { readonly kind: 'off'; readonly reason: string; readonly remedy: string }

/**
 * On every Node before 24.12 a pause on an exception can abort the whole process with a check inside V8 that no
 * JavaScript can catch; 24.12 is the first version without it.
 */
export const FLOOR = [24, 12] as const

export interface Surroundings {
  /** `process.versions.node` */
  readonly nodeVersion: string
  readonly hasInspector: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly environment?: string | undefined
}

export function judgeReadiness({ nodeVersion, hasInspector, env, environment }: Surroundings): Readiness {
  if (!isAtLeastFloor(nodeVersion)) {
    const reason = `Node ${nodeVersion} can crash when it stops on an exception; Inquest needs ${FLOOR.join('.')} or newer`
    return { kind: 'off', reason, remedy: REFUSAL_REASONS['node-too-old'].remedy }
  }
  if (!hasInspector) {
    return {
      kind: 'off',
      reason: REFUSAL_REASONS['no-inspector'].says,
      remedy: REFUSAL_REASONS['no-inspector'].remedy,
    }
  }
  const policy = productionPolicy({ NODE_ENV: env['NODE_ENV'], INQUEST_ENV: env['INQUEST_ENV'] }, environment)
  if (!policy.arm) return { kind: 'off', reason: policy.reason, remedy: policy.remedy }
  return {
    kind: 'ready',
    ...(policy.visibility === undefined ? {} : { visibility: policy.visibility }),
    ...(policy.loud === undefined ? {} : { loud: policy.loud }),
  }
}

function isAtLeastFloor(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])
}
