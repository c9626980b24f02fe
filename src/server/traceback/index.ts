/** From capture to traceback: what is taken at once (the draft), and what is read up afterwards. Must never alter an error. */
export { completeTraceback } from './complete.ts'
export { draftTraceback } from './draft.ts'
export type { Draft, DraftFrame } from './draft.ts'
export { createFunctionTexts } from './function-text.ts'
export { describeRequest } from './request-info.ts'
export { paramsInFrames, paramsOfRequest } from './route-params.ts'
export type { RouteParams } from './route-params.ts'
export { showStack } from './shown-stack.ts'
