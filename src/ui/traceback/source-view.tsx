import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Excerpt, Frame } from '../../shared/traceback.ts'
import { displayPath } from '../text/display-path.ts'
import { highlightCode } from '../text/code-tokens.ts'
import { shorten, showCode, showLine } from '../text/visible-text.ts'
import { inlineValues } from './inline-values.ts'
import { markLine } from './marked-line.ts'
import './source-view.css'

interface SourceViewProps {
  readonly frame: Frame
  readonly root: string
  /** The line that was asked for, where it is another than the failing one. */
  readonly sought: number | undefined
}

export const SourceView = ({ frame, root, sought }: SourceViewProps) => (
  <section class="source" aria-label={`Source of ${showLine(frame.functionName)}`}>
    <FramePlace frame={frame} root={root} />
    {frame.excerpt === undefined || frame.excerpt.lines.length === 0 ? (
      <p class="source-missing dim">
        {frame.origin === 'node' ? 'The source of Node itself is not shown.' : 'The source is not available.'}
      </p>
    ) : (
      <ExcerptView frame={frame} excerpt={frame.excerpt} sought={sought} />
    )}
  </section>
)

const FramePlace = ({ frame, root }: Omit<SourceViewProps, 'sought'>) => {
  const { file, line, column } = frame.location
  return (
    <div class="place">
      <h2 title={showLine(file)}>
        {showLine(displayPath(file, root))}:{line}:{column} <span class="dim">in</span>{' '}
        <b>{shorten(showLine(frame.functionName), 120)}</b>
      </h2>
      {frame.generated !== undefined && (
        <span class="dim" title={showLine(frame.generated.file)}>
          runs as {showLine(displayPath(frame.generated.file, root))}:{frame.generated.line}:{frame.generated.column}
        </span>
      )}
      {frame.reason !== undefined && frame.state !== 'live' && (
        <span class="dim">
          {frame.state === 'source-only' ? 'source only' : frame.state}: {showLine(frame.reason)}
        </span>
      )}
    </div>
  )
}

type ExcerptViewProps = Pick<SourceViewProps, 'frame' | 'sought'> & { readonly excerpt: Excerpt }

const ExcerptView = ({ frame, excerpt, sought }: ExcerptViewProps) => {
  const box = useRef<HTMLDivElement>(null)
  const values = inlineValues(frame, excerpt)
  const gutter = String(excerpt.startLine + excerpt.lines.length - 1).length

  useLayoutEffect(() => {
    const list = box.current
    const hit = list?.querySelector<HTMLElement>('.sought') ?? list?.querySelector<HTMLElement>('[aria-current]')
    if (list === null || hit === null || hit === undefined) return
    const centre = (): void => {
      list.scrollTop = hit.offsetTop - list.offsetTop - (list.clientHeight - hit.offsetHeight) / 2
    }
    centre()
    list.scrollLeft = 0
    // A console that opens takes some of the height.
    const watcher = new ResizeObserver(centre)
    watcher.observe(list)
    return () => watcher.disconnect()
  }, [frame.index, sought])

  return (
    <div
      class="excerpt"
      ref={box}
      tabIndex={0}
      role="group"
      aria-label="Source lines"
      style={{ '--gutter': `${gutter}ch` }}
    >
      <ol start={excerpt.startLine}>
        {excerpt.lines.map((line, index) => {
          const number = excerpt.startLine + index
          const hit = number === frame.location.line
          return (
            <li
              key={number}
              class={number === sought ? 'sought' : hit ? 'hit' : undefined}
              aria-current={hit ? 'location' : undefined}
            >
              <span class="line-number">{number}</span>
              <code>
                {markLine(
                  excerpt.tokens?.[index] ?? highlightCode(line),
                  hit ? (excerpt.failingColumn ?? frame.location.column) : 0,
                ).map((run, at) =>
                  run.tokenClass === '' && !run.marked ? (
                    showCode(run.text)
                  ) : (
                    <span key={at} class={`${run.marked ? 'mark ' : ''}t-${run.tokenClass}`}>
                      {showCode(run.text)}
                    </span>
                  ),
                )}
              </code>
              {values[index] !== '' && <span class="inline-value">{values[index]}</span>}
            </li>
          )
        })}
      </ol>
    </div>
  )
}
