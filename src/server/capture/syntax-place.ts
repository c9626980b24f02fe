import type { ScriptPosition } from './capture.ts'
import type { ExceptionDetails, InspectorSession } from './inspector-session.ts'
import type { ScriptUrls } from './script-urls.ts'

/**
 * Where in a script the parser gave up. V8 keeps it on the error, out of sight of JavaScript; the stack text names the
 * file only sometimes. Undefined for errors that are about no script (`JSON.parse`, `new RegExp`).
 */
export function syntaxPlace(
  error: object,
  parts: {
    readonly session: InspectorSession
    readonly urls: ScriptUrls
    handleOf(value: object): string | undefined
  },
): ScriptPosition | undefined {
  const errorObjectId = parts.handleOf(error)
  if (errorObjectId === undefined) return undefined
  const reply = parts.session.post<{ exceptionDetails?: ExceptionDetails }>('Runtime.getExceptionDetails', {
    errorObjectId,
  })
  const details = reply.exceptionDetails
  if (details?.scriptId === undefined) return undefined
  const url = details.url ?? parts.urls.of(details.scriptId)
  return { url, scriptId: details.scriptId, line: details.lineNumber + 1, column: details.columnNumber + 1 }
}
