/**
 * The snapshot room: real values of a crashed frame become bounded, redacted, pure data, and a traceback becomes a
 * report. It never runs code of the app (no getter, no proxy trap, no `toString`), and never touches the inspector.
 */
export { DEFAULT_LIMITS, type SnapshotLimits } from './limits.ts'
export type { EngineKnowledge } from './engine-knowledge.ts'
export { previewOf, type PreviewOptions } from './preview.ts'
export { typeOfValue, type ValueType } from './value-kind.ts'
export { createRedactor, MASK, type RedactionOptions, type Redactor } from './redaction.ts'
export { createValueTable, restoreValueTable, type ValueTable, type ValueTableOptions } from './value-table.ts'
export { parseStoredValues, type StoredEntry, type StoredMembers, type StoredValues } from './stored-values.ts'
export { describeError, describeErrorChain, type Cause, type ErrorDescription } from './error-description.ts'
export { renderText, type ReportOptions } from './text-report.ts'
export { renderMarkdown } from './markdown-report.ts'
export { renderCurl } from './curl-report.ts'
export { escapeControls } from './text-escape.ts'
