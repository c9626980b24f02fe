import { useRef } from 'preact/hooks'
import { shorten, showLine } from '../text/visible-text.ts'
import { TABS_SHOWN } from './error-chain.ts'
import type { TracebackModel } from './traceback-model.ts'

/** The error and what caused it, as tabs over the same page. */
export const ChainTabs = ({ model }: { readonly model: TracebackModel }) => {
  const list = useRef<HTMLDivElement>(null)
  const tabs = model.tabs.value
  const current = model.tabIndex.value
  if (tabs.length < 2) return null

  const onKeyDown = (event: KeyboardEvent): void => {
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: current + 1,
      ArrowLeft: current - 1,
      Home: 0,
      End: tabs.length - 1,
    }
    const target = targets[event.key]
    if (target === undefined) return
    event.preventDefault()
    event.stopPropagation()
    model.selectTab(target)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[model.tabIndex.value]?.focus()
  }

  return (
    <div class="chain" role="tablist" aria-label="Error and its causes" ref={list} onKeyDown={onKeyDown}>
      {tabs.map((tab, index) => (
        <button
          key={index}
          type="button"
          role="tab"
          aria-selected={index === current}
          aria-controls="error-panel"
          tabIndex={index === current ? 0 : -1}
          title={shorten(showLine(tab.error.message), 300)}
          onClick={() => model.selectTab(index)}
        >
          {tab.depth > 1 && <span aria-hidden="true">{'↳'.repeat(Math.min(tab.depth - 1, 4))} </span>}
          {shorten(showLine(tab.label), 60)}
        </button>
      ))}
      {tabs.length >= TABS_SHOWN && <span class="dim">the first {TABS_SHOWN}</span>}
    </div>
  )
}
