/**
 * From a position in running code to the source that people wrote: source maps, excerpts, highlighting, stack texts.
 * Everything here reads files and takes its time, so none of it may run while a request waits or a pause lasts. What
 * cannot be had is a result with a reason; nothing here throws.
 */
export { createSourceReader } from './source-reader.ts'
export type { Located, OriginalNames, SourceReader, SourceReaderOptions } from './source-reader.ts'
export type { FrameNames } from './renamed-variables.ts'
export type { SourceLimits } from './limits.ts'
export type { Position } from './position.ts'
export { parseStack } from './stack-lines.ts'
export type { StackLine } from './stack-lines.ts'
export { placeOf } from './script-place.ts'
export type { ScriptPlace } from './script-place.ts'
