export { createHoldWatch } from './hold-watch.ts'
export type { HoldWatch, WatchedInput } from './hold-watch.ts'
export type { Connection } from './shared-state.ts'
