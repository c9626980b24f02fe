import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { SessionInfo } from '../../shared/failure.ts'
import type { Frame } from '../../shared/traceback.ts'
import { Remedied } from '../page/notice-list.tsx'
import { shorten, showLine } from '../text/visible-text.ts'
import type { ConsoleModel } from './console-model.ts'
import { type ConsoleShelf, createShelf } from './console-shelf.ts'
import { PlainConsole } from './plain-console.tsx'
import { createTypeAhead, type TypeAhead } from './type-ahead.ts'
import '@xterm/xterm/css/xterm.css'
import './console-pane.css'

interface ConsolePaneProps {
  readonly model: ConsoleModel
  readonly frame: Frame
  readonly session: SessionInfo
}

export const ConsolePane = ({ model, frame, session }: ConsolePaneProps) => {
  const name = shorten(showLine(frame.functionName), 80)
  const off = whyOff(frame, session)
  const open = model.open.value && off === undefined
  return (
    <section
      class={`console ${open ? 'console-open' : ''}`}
      role="region"
      aria-label={`Console · ${name}`}
      id="console"
    >
      <div class="console-head">
        <h2 class="caps">Console · {name}</h2>
        {open && (
          <>
            <label class="switch">
              <input
                type="checkbox"
                role="switch"
                checked={model.peek.value}
                onChange={(event) => (model.peek.value = event.currentTarget.checked)}
              />
              Peek <span class="switch-more">(no side effects)</span>
            </label>
            <button type="button" class="link" aria-label="Close console" onClick={() => model.setOpen(false)}>
              close
            </button>
          </>
        )}
        {!open && off === undefined && (
          <button type="button" class="console-opener" aria-label="Open console" onClick={() => model.enter()}>
            <span aria-hidden="true" class="prompt-sign">
              ›
            </span>{' '}
            evaluate in this frame <kbd>Enter</kbd>
          </button>
        )}
        {off !== undefined && (
          <p class="console-off dim">
            <Remedied message={off.reason} remedy={off.remedy} />
          </p>
        )}
      </div>
      {open && <TerminalHost model={model} frame={frame} />}
    </section>
  )
}

const whyOff = (frame: Frame, { console }: SessionInfo): { reason: string; remedy: string | undefined } | undefined => {
  if (!console.available) return { reason: console.reason ?? 'The console is switched off.', remedy: console.remedy }
  if (frame.state !== 'source-only') return undefined
  const why = frame.reason === undefined ? '' : `: ${frame.reason}`
  return { reason: `This frame has its source only${why}`, remedy: undefined }
}

/** Holds the terminals; each stays alive while another frame's is shown. */
const TerminalHost = ({ model, frame }: { readonly model: ConsoleModel; readonly frame: Frame }) => {
  const host = useRef<HTMLDivElement>(null)
  const shelf = useRef<ConsoleShelf | undefined>(undefined)
  const failed = useSignal(false)
  const seenWishes = useRef(0)
  const typeAhead = useRef<TypeAhead>(createTypeAhead(document))
  const wishes = model.focusWishes.value

  useLayoutEffect(() => {
    if (wishes !== seenWishes.current) typeAhead.current.begin()
    return () => void typeAhead.current.end()
  }, [wishes])

  useEffect(() => {
    shelf.current = createShelf(
      async () => (await import('./terminal.ts')).openTerminal,
      (element) => host.current?.replaceChildren(element),
      model.evaluatorOf,
    )
    return () => shelf.current?.dispose()
  }, [])

  useEffect(() => {
    let current = true
    const wanted = wishes !== seenWishes.current
    void shelf.current?.open(frame.index).then((console) => {
      if (!current) return
      failed.value = console === undefined
      console?.terminal.fit()
      if (!wanted) return
      seenWishes.current = wishes
      // On a narrow screen the console lies below everything else.
      document.querySelector('#console')?.scrollIntoView({ block: 'nearest' })
      const typed = typeAhead.current.end()
      if (console !== undefined) {
        console.terminal.focus()
        console.terminal.type(typed)
      } else document.querySelector<HTMLElement>('#console textarea')?.focus()
    })
    return () => {
      current = false
    }
  }, [frame.index, wishes])

  return (
    <>
      <div class="terminal-host" ref={host} hidden={failed.value} />
      {failed.value && <PlainConsole key={frame.index} evaluator={model.evaluatorOf(frame.index)} />}
    </>
  )
}
