import type { Evaluation } from '../../shared/evaluation.ts'
import type { ValueView } from '../../shared/traceback.ts'
import type { Describe } from './dump-text.ts'
import { errorText, isErrorObject } from './error-text.ts'
import type { ErrorTextParts } from './error-text.ts'
import { isObject } from './own-value.ts'
import { describeQuietly, describeThrown, shorten, textOf, uncaughtText } from './result-text.ts'
import type { Outcome } from './settle.ts'

/** What the console has to know to say what came of an input. */
export interface Speech {
  readonly describe: Describe
  /** Where a script could not be parsed, `file:line:column`. */
  readonly syntaxPlace?: (error: object) => string | undefined
}

export function pendingText(why: 'timeout' | 'interrupted', limit: number): string {
  return why === 'timeout'
    ? `still pending after ${limit} ms; it goes on in the app, and its result comes with that of a later input`
    : 'interrupted; what is awaited goes on in the app'
}

export function lateText(result: Outcome, limit: number, { describe }: Speech): string {
  switch (result.kind) {
    case 'value':
      return `An earlier input is done: ${describe.view(result.value).preview}\n`
    case 'threw':
      return `An earlier input failed: ${uncaughtText(result.error)}\n`
    case 'timeout':
      return `An earlier input was stopped: it held the app for ${limit} ms\n`
  }
}

export function sideEffect(awaits: boolean): Evaluation {
  const why = awaits ? 'peek does not await' : 'it would have a side effect'
  return {
    kind: 'refused',
    code: 'side-effect',
    text: `Refused: ${why}. Nothing was changed; switch peek off to run it.`,
  }
}

/** A look ahead has one line. */
export function resultText(
  value: unknown,
  peek: boolean,
  { preview }: ValueView,
  parts: Speech,
  source: string,
): string {
  if (peek) return preview
  if (isErrorObject(value)) return uncaughtText(value, errorParts(parts, source))
  if (!isObject(value)) return textOf(value)
  const nested = (error: object): string | undefined => {
    const text = errorText(error, errorParts(parts, source))
    return text.includes('\n') ? text : `[${text}]`
  }
  return shorten(parts.describe.text(value, nested))
}

/** Errors within what an error carries are only named: they may carry it again. */
function errorParts({ describe, syntaxPlace }: Speech, source: string): ErrorTextParts {
  return {
    source,
    placeOf: (error) => syntaxPlace?.(error),
    text: (value) => (isObject(value) ? describe.text(value, () => undefined) : textOf(value)),
  }
}

export function threw(
  error: unknown,
  peek: boolean,
  parts: Speech,
  source: string,
): Omit<Extract<Evaluation, { kind: 'threw' }>, 'output' | 'durationMs'> {
  const value = parts.describe.view(error)
  if (!Error.isError(error)) {
    const { preview } = value
    return {
      kind: 'threw',
      error: { name: 'Uncaught', message: preview, stack: '' },
      value,
      text: `Uncaught ${preview}`,
    }
  }
  if (peek) {
    const described = describeQuietly(error)
    return { kind: 'threw', error: described, value, text: `Uncaught ${described.name}: ${described.message}` }
  }
  const described = describeThrown(error)
  const text = uncaughtText(error, { ...errorParts(parts, source), stack: described.stack })
  return { kind: 'threw', error: described, value, text: `Uncaught ${text}` }
}
