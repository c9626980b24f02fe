import type { Evaluation, Output } from '../../shared/evaluation.ts'
import type { ValueView } from '../../shared/traceback.ts'
import { type ClientFailure, troubleOf } from '../client/failure-words.ts'

/** What an evaluation leaves below its prompt, whichever kind of console shows it. */
export type TranscriptLine =
  | { readonly kind: 'output'; readonly stream: Output['stream']; readonly text: string }
  | { readonly kind: 'result'; readonly value: ValueView; readonly text: string }
  | { readonly kind: 'error'; readonly text: string; readonly value?: ValueView }
  | { readonly kind: 'note'; readonly text: string }

const KEPT_IN_HISTORY = 'Your line is in the history: ↑ brings it back, on the next page, too.'

const note = (text: string): readonly TranscriptLine[] => (text === '' ? [] : [{ kind: 'note', text }])

/** What came of the text that `copy(x)` gives. */
export const describeCopy = (text: string, copied: boolean): readonly TranscriptLine[] =>
  note(
    copied
      ? `copied ${text.length} characters to the clipboard`
      : 'The browser does not let this page write to the clipboard. Select the text and copy it yourself.',
  )

const outputLines = (output: readonly Output[]): readonly TranscriptLine[] =>
  output.map(({ stream, text }) => ({ kind: 'output', stream, text }))

export const describeEvaluation = (evaluation: Evaluation): readonly TranscriptLine[] => {
  switch (evaluation.kind) {
    case 'value':
      // What became of a copy is told instead of its `undefined`.
      if (evaluation.copy !== undefined && evaluation.value.type === 'undefined') return outputLines(evaluation.output)
      return [...outputLines(evaluation.output), { kind: 'result', value: evaluation.value, text: evaluation.text }]
    case 'threw':
      return [
        ...outputLines(evaluation.output),
        {
          kind: 'error',
          text: evaluation.text,
          ...(evaluation.value === undefined ? {} : { value: evaluation.value }),
        },
      ]
    case 'timeout':
      return [...outputLines(evaluation.output), { kind: 'error', text: evaluation.text }]
    case 'refused':
      if (evaluation.code === 'syntax') return [{ kind: 'error', text: evaluation.text }]
      return [...note(evaluation.text), ...note(evaluation.code === 'gone' ? KEPT_IN_HISTORY : '')]
  }
}

export const describeRequestFailure = (failure: ClientFailure): readonly TranscriptLine[] => {
  if (failure.code === 'aborted') return note('interrupted; what is awaited goes on in the app')
  if (failure.code === 'offline') return note('The app does not answer. Your line is kept: press Enter to try again.')
  if (failure.code === 'locked' || failure.status === 401) {
    return note('Your session has ended. Your line is kept: unlock above, then press Enter.')
  }
  const gone = troubleOf(failure) === 'gone'
  return [...note(failure.message), ...note(failure.remedy ?? ''), ...note(gone ? KEPT_IN_HISTORY : '')]
}

/** False where the input should stay in the prompt, because nothing has become of it through no fault of its own. */
export const isAnswered = (failure: ClientFailure): boolean =>
  failure.code !== 'offline' && failure.code !== 'locked' && failure.status !== 401
