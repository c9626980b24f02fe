import type { DatabaseSync } from 'node:sqlite'

/** What the routes of the shop work with. */
export interface Services {
  readonly db: DatabaseSync
  readonly ratesUrl: string
  readonly reviewsUrl: string
}
