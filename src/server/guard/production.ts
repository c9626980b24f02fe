import { REFUSAL_REASONS } from './refusal-reasons.ts'

/** Whether the library arms itself, and how. */
export type ProductionPolicy =
  | { readonly arm: true; readonly visibility?: 'locked'; readonly loud?: string }
  | { readonly arm: false; readonly reason: string; readonly remedy: string }

/**
 * A debugger with a console has no place in production. `NODE_ENV=production` is refused unless the environment is
 * declared to be staging, by the option or by `INQUEST_ENV`; that is said loudly, and strangers see nothing.
 */
export function productionPolicy(
  env: { readonly NODE_ENV?: string | undefined; readonly INQUEST_ENV?: string | undefined },
  environment?: string,
): ProductionPolicy {
  const declared = word(environment) || word(env.INQUEST_ENV)
  const isProduction = ['production', 'prod'].includes(word(env.NODE_ENV))
  if (['production', 'prod'].includes(declared)) {
    const { remedy } = REFUSAL_REASONS['declared-production']
    return { arm: false, reason: `This environment is declared to be ${declared}.`, remedy }
  }
  if (declared === 'staging') {
    if (!isProduction) return { arm: true, visibility: 'locked' }
    const loud =
      'Inquest is armed although NODE_ENV is production, because this is declared to be staging. ' +
      'Whoever has the PIN can run any code in this process.'
    return { arm: true, visibility: 'locked', loud }
  }
  if (isProduction) {
    const other = declared === '' ? '' : ` (INQUEST_ENV is ${JSON.stringify(declared.slice(0, 40))}, not staging)`
    const { remedy } = REFUSAL_REASONS.production
    return { arm: false, reason: `NODE_ENV is production${other}.`, remedy }
  }
  if (declared === '' || ['development', 'dev', 'test', 'local'].includes(declared)) return { arm: true }
  const loud = `INQUEST_ENV=${declared.slice(0, 40)} is not known to Inquest: strangers see nothing, as in staging.`
  return { arm: true, visibility: 'locked', loud }
}

function word(value: string | undefined): string {
  return (value ?? '').trim().toLowerCase()
}
