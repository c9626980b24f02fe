import type { Evaluation } from '../../shared/evaluation.ts'
import type { ValueView } from '../../shared/traceback.ts'
import type { Entered, EntryRequest } from '../capture/index.ts'
import { RUN_TIMEOUT_MS } from './frame-console.ts'
import { closeSink, openSink } from './output-capture.ts'
import type { OutputCapture } from './output-capture.ts'
import { describeThrown, uncaughtText } from './result-text.ts'
import { ignoreRejection } from './turn.ts'

export interface GetterParts {
  /** Any live frame: code that is entered there can be stopped. */
  enter(request: EntryRequest): Entered
  readonly output: OutputCapture
  view(value: unknown): ValueView
}

const READ = '__inquest_read__'

/** Runs an accessor of the app because a developer asked for it, within the time of an input. */
export function runGetter({ enter, output, view }: GetterParts, target: object, key: string | symbol): Evaluation {
  const started = performance.now()
  const sink = openSink()
  const scratch = { __proto__: null, [READ]: () => Reflect.get(target, key) as unknown }
  const entered = output.run(sink, () =>
    enter({ source: `${READ}()`, scratch, peek: false, timeoutMs: RUN_TIMEOUT_MS }),
  )
  const durationMs = Math.round(performance.now() - started)
  switch (entered.kind) {
    case 'value': {
      ignoreRejection(entered.value)
      const value = view(entered.value)
      return { kind: 'value', value, text: value.preview, output: closeSink(sink), durationMs }
    }
    case 'threw': {
      const { error } = entered
      if (Error.isError(error)) {
        const text = `Uncaught ${uncaughtText(error)}`
        return { kind: 'threw', error: describeThrown(error), text, output: closeSink(sink), durationMs }
      }
      const { preview } = view(error)
      const described = { name: 'Uncaught', message: preview, stack: '' }
      return { kind: 'threw', error: described, text: `Uncaught ${preview}`, output: closeSink(sink), durationMs }
    }
    case 'timeout':
      return { kind: 'timeout', text: `stopped after ${RUN_TIMEOUT_MS} ms`, output: closeSink(sink), durationMs }
    case 'side-effect':
      return { kind: 'refused', code: 'side-effect', text: 'Refused: it would have a side effect.' }
    case 'gone':
      return { kind: 'refused', code: 'gone', text: `This frame can no longer be entered: ${entered.reason}.` }
  }
}
