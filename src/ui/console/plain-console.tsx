import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { showText } from '../text/visible-text.ts'
import { withoutColours } from './ansi.ts'
import type { FrameEvaluator } from './frame-evaluator.ts'
import {
  describeCopy,
  describeEvaluation,
  describeRequestFailure,
  isAnswered,
  type TranscriptLine,
} from './transcript.ts'

interface Entry {
  readonly source: string
  readonly lines: readonly TranscriptLine[]
}

/** The console without a terminal: a text field and what came of it. */
export const PlainConsole = ({ evaluator }: { readonly evaluator: FrameEvaluator }) => {
  const entries = useSignal<readonly Entry[]>([])
  const source = useSignal('')
  const running = useSignal<AbortController | undefined>(undefined)

  useEffect(
    () =>
      evaluator.hear(({ name, value }) => {
        const text = `${name} = ${value.preview}`
        entries.value = [...entries.value, { source: name, lines: [{ kind: 'result', value, text }] }]
      }),
    [evaluator],
  )

  const run = async (): Promise<void> => {
    const text = source.value
    if (text.trim() === '' || running.value !== undefined) return
    const controller = (running.value = new AbortController())
    const result = await evaluator.evaluate(text, controller.signal)
    running.value = undefined
    if (result.ok) evaluator.noteAnswer()
    else evaluator.noteFailure(result.failure)
    const copy = result.ok && result.value.kind === 'value' ? result.value.copy : undefined
    const copied = copy === undefined ? [] : describeCopy(copy, await evaluator.copy(copy))
    const lines = result.ok ? [...describeEvaluation(result.value), ...copied] : describeRequestFailure(result.failure)
    entries.value = [...entries.value, { source: text, lines }]
    if (!result.ok && !isAnswered(result.failure)) return
    evaluator.history.append(text)
    source.value = ''
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      void run()
    }
    if (event.key === 'Escape') evaluator.leave()
    if (event.key === 'c' && event.ctrlKey) running.value?.abort()
  }

  return (
    <div class="plain-console">
      <p class="dim">The terminal could not be loaded; this plain console does the same work.</p>
      <output role="log">
        {entries.value.map((entry, index) => (
          <div key={index}>
            <pre class="console-source">{showText(entry.source)}</pre>
            {entry.lines.map((line, at) => (
              <PlainLine key={at} line={line} source={entry.source} evaluator={evaluator} />
            ))}
          </div>
        ))}
      </output>
      <textarea
        aria-label="Console input"
        rows={2}
        spellcheck={false}
        autocapitalize="off"
        value={source.value}
        onInput={(event) => (source.value = event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {running.value !== undefined && <p class="dim">running, Ctrl-C interrupts</p>}
    </div>
  )
}

interface PlainLineProps {
  readonly line: TranscriptLine
  readonly source: string
  readonly evaluator: FrameEvaluator
}

const PlainLine = ({ line, source, evaluator }: PlainLineProps) => {
  const value = line.kind === 'result' || line.kind === 'error' ? line.value : undefined
  const tone = line.kind === 'error' || (line.kind === 'output' && line.stream === 'stderr') ? 'error' : line.kind
  return (
    <pre class={`console-${tone}`}>
      {showText(withoutColours(line.text))}
      {value?.ref !== undefined && (
        <button
          type="button"
          class="link"
          onClick={() => evaluator.inspect(line.kind === 'error' ? '_error' : source, value)}
        >
          ⤷ inspect
        </button>
      )}
    </pre>
  )
}
