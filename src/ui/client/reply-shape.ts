import type { Completion, Evaluation } from '../../shared/evaluation.ts'
import type { FailureCode, SessionInfo } from '../../shared/failure.ts'
import type { Expansion, JsonCopy, KeptVariable, Traceback, TracebackSummary } from '../../shared/traceback.ts'

/**
 * Replies come from our own server, but from whichever version of it is running, or from something that answers in its
 * place: the fields that the page would stumble over are checked, the rest is trusted.
 */
type Shape = Readonly<Record<string, unknown>>

const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value)

export const isSession = (value: unknown): value is SessionInfo =>
  isShape(value) && typeof value['unlocked'] === 'boolean' && isShape(value['console'])

export const isTraceback = (value: unknown): value is Traceback =>
  isShape(value) &&
  typeof value['id'] === 'string' &&
  Array.isArray(value['frames']) &&
  Array.isArray(value['notices']) &&
  isShape(value['error']) &&
  isShape(value['process'])

export const isTracebackList = (value: unknown): value is { readonly tracebacks: readonly TracebackSummary[] } =>
  isShape(value) && Array.isArray(value['tracebacks'])

export const isExpansion = (value: unknown): value is Expansion =>
  isShape(value) && Array.isArray(value['children']) && typeof value['total'] === 'number'

export const isKept = (value: unknown): value is KeptVariable =>
  isShape(value) && typeof value['name'] === 'string' && isShape(value['value'])

export const isJsonCopy = (value: unknown): value is JsonCopy =>
  isShape(value) && typeof value['text'] === 'string' && typeof value['cut'] === 'boolean'

export const isCompletion = (value: unknown): value is Completion =>
  isShape(value) &&
  typeof value['from'] === 'number' &&
  typeof value['to'] === 'number' &&
  Array.isArray(value['items']) &&
  value['items'].every((item: unknown) => isShape(item) && typeof item['label'] === 'string')

export const isEvaluation = (value: unknown): value is Evaluation => {
  if (!isShape(value) || typeof value['text'] !== 'string') return false
  switch (value['kind']) {
    case 'value':
      return isShape(value['value']) && Array.isArray(value['output'])
    case 'threw':
      return isShape(value['error']) && Array.isArray(value['output'])
    case 'timeout':
      return true
    case 'refused':
      return typeof value['code'] === 'string'
    default:
      return false
  }
}

/** Code, message and remedy of a failure's body, as far as they are there. */
export const readFailure = (value: unknown): { code?: FailureCode; message?: string; remedy?: string } => {
  if (!isShape(value)) return {}
  const { code, message, remedy } = value
  return {
    ...(typeof code === 'string' ? { code: code as FailureCode } : {}),
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof remedy === 'string' ? { remedy } : {}),
  }
}
