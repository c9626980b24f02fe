/**
 * Rewrites the app's own modules as they load, so that a rejection passing through an `await` is thrown again by a
 * function called from the awaiting frame. Must never change what an app can observe beyond a microtask.
 */
export { toGenerated, toOriginal, type Insertion, type Position } from './column-map.ts'
export { installModuleHooks, type ModuleHooks, type ModuleHooksOptions, type ModuleProblem } from './hooks.ts'
export { onHandOver } from './hand-over.ts'
export { rewriteAwaits, type RewriteResult } from './rewrite.ts'
export type { ModuleKind } from './parse-module.ts'
export { installRuntime } from './runtime.ts'
export type { MapState } from './source-map-comment.ts'
export { stripTypes } from './type-strip.ts'
export { keepStackColumns } from './stack-columns.ts'
export type { StackColumns } from './stack-columns.ts'
