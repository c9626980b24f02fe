/**
 * The guard: PIN, sessions, host, origin, visibility, production refusal, audit. It must never trust a header that it
 * was not told to trust. It knows no HTTP framework and works on plain data.
 */
export type { Demand } from './admission.ts'
export type { Audit, AuditEntry } from './audit.ts'
export { doorIn, linkPath } from './entrance.ts'
export type { Entrance } from './entrance.ts'
export { GuardError } from './guard-error.ts'
export type { GuardErrorCode } from './guard-error.ts'
export { createGuard } from './guard.ts'
export type { Admission, Guard, GuardOptions } from './guard.ts'
export { productionPolicy } from './production.ts'
export type { ProductionPolicy } from './production.ts'
export type { RefusedHost } from './refusal-list.ts'
export type { Refusal } from './refusal.ts'
export type { GuardRequest } from './request.ts'
export { issueToken, rotateSecrets } from './rotation.ts'
export type { Session } from './session.ts'
export type { Visibility } from './visibility.ts'
