/** What a snapshot may cost and hold. */
export interface SnapshotLimits {
  /** Containers inside each other that are opened at surfacing; default 3. */
  readonly depth: number
  /** Elements or entries of one collection; default 100. */
  readonly items: number
  /** Properties of one object; default 50. */
  readonly properties: number
  /** Characters of one string; default 1000. */
  readonly stringLength: number
  /** Values stored in all; default 20,000. */
  readonly values: number
  /** Variables of one scope; default 500. */
  readonly variables: number
  /** Milliseconds for all values of one traceback: what the caller of `capture` makes a deadline of; default 15. */
  readonly milliseconds: number
}

export const DEFAULT_LIMITS: SnapshotLimits = {
  depth: 3,
  items: 100,
  properties: 50,
  stringLength: 1000,
  values: 20_000,
  variables: 500,
  milliseconds: 15,
}
