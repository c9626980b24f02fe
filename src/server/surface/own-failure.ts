import type { Failure } from '../../shared/failure.ts'
import type { Surfacer } from './surfacer.ts'

const INTERNAL: Failure = { code: 'internal', message: 'The debugger itself failed; the app is not affected.' }

/** What the client of the debugger's own pages gets when those fail. */
export function ownFailure(surfacer: Surfacer, failure: unknown): Response {
  surfacer.note(failure)
  return Response.json(INTERNAL, { status: 500, headers: { 'cache-control': 'no-store' } })
}
