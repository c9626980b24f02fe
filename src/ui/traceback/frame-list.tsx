import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Frame } from '../../shared/traceback.ts'
import { displayPath } from '../text/display-path.ts'
import { shorten, showLine } from '../text/visible-text.ts'
import type { FrameItem } from './frame-groups.ts'
import type { TracebackModel } from './traceback-model.ts'
import './frame-list.css'

export const FrameList = ({ model }: { readonly model: TracebackModel }) => {
  const root = useRef<HTMLElement>(null)
  const selected = model.frame.value?.index

  useLayoutEffect(() => {
    const button = root.current?.querySelector<HTMLElement>('[aria-current=true]')
    // Scrolls the list only, never the page.
    const list = root.current
    if (button === null || button === undefined || list === null) return
    if (list.contains(document.activeElement)) button.focus({ preventScroll: true })
    const top = button.offsetTop - list.offsetTop
    if (top < list.scrollTop) list.scrollTop = top
    else if (top + button.offsetHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = top + button.offsetHeight - list.clientHeight
    }
  }, [selected])

  const items = model.items.value
  return (
    <nav ref={root} class="frames" aria-label="Frames" id="frames">
      <h2 class="offscreen">Frames</h2>
      {items.length === 0 && <p class="dim frames-empty">This error brought no frames.</p>}
      <ol>
        {items.map((item, index) => (
          <Item
            key={item.kind === 'fold' ? item.key : item.frame.index}
            item={item}
            model={model}
            first={index === 0}
          />
        ))}
      </ol>
      <StackText stack={model.tab.value.error.stack} />
    </nav>
  )
}

/** To the frame that is shown. */
export const focusFrame = (): void => {
  document.querySelector<HTMLElement>('.frame[aria-current=true]')?.focus()
}

interface ItemProps {
  readonly item: FrameItem
  readonly model: TracebackModel
  readonly first: boolean
}

const Item = ({ item, model, first }: ItemProps) => {
  if (item.kind === 'frame') return <FrameEntry frame={item.frame} model={model} first={first} />
  const open = model.openFolds.value.has(item.key)
  const versions = [...new Set(item.frames.map((frame) => frame.package ?? frame.origin))].join(', ')
  return (
    <li>
      {!first && item.frames[0]?.async === true && <AwaitMark />}
      <button
        type="button"
        class="fold"
        aria-expanded={open}
        title={shorten(showLine(versions), 200)}
        onClick={() => model.toggleFold(item.key)}
      >
        {showLine(item.label)}
      </button>
      {open && (
        <ol class="folded">
          {item.frames.map((frame, index) => (
            <FrameEntry key={frame.index} frame={frame} model={model} first={index === 0} />
          ))}
        </ol>
      )}
    </li>
  )
}

const AwaitMark = () => <p class="await">await</p>

interface FrameEntryProps {
  readonly frame: Frame
  readonly model: TracebackModel
  readonly first: boolean
}

const FrameEntry = ({ frame, model, first }: FrameEntryProps) => {
  const { file, line, column } = frame.location
  const path = showLine(displayPath(file, model.root.value))
  const selected = model.frame.value?.index === frame.index
  return (
    <li>
      {!first && frame.async && <AwaitMark />}
      <button
        type="button"
        class="frame"
        aria-current={selected}
        title={`${showLine(file)}:${line}:${column}`}
        onClick={() => model.selectFrame(frame.index)}
      >
        <b>{shorten(showLine(frame.functionName), 120)}</b>
        <Badge frame={frame} />
        <small>
          <span class="path">
            <bdi>{path}</bdi>
          </span>
          :{line}:{column}
        </small>
      </button>
    </li>
  )
}

const Badge = ({ frame }: { readonly frame: Frame }) => (
  <i class={`badge badge-${frame.state}`} title={frame.reason === undefined ? undefined : showLine(frame.reason)}>
    <span aria-hidden="true">{frame.state === 'live' ? '● ' : frame.state === 'snapshot' ? '◐ ' : '○ '}</span>
    {frame.state === 'source-only' ? 'source only' : frame.state}
  </i>
)

const StackText = ({ stack }: { readonly stack: string }) => (
  <details class="stack-text">
    <summary>Stack as text</summary>
    <pre tabIndex={0}>{shorten(stack, 20_000).split('\n').map(showLine).join('\n')}</pre>
  </details>
)
