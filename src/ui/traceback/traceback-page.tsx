import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { ConsoleModel } from '../console/console-model.ts'
import { ConsolePane } from '../console/console-pane.tsx'
import { NoticeList } from '../page/notice-list.tsx'
import { TroubleLine } from '../page/trouble-line.tsx'
import { PIN_PLACE, UnlockForm } from '../page/unlock-form.tsx'
import { showLine } from '../text/visible-text.ts'
import { ScopeTree } from '../tree/scope-tree.tsx'
import type { TreeActions } from '../tree/tree-actions.ts'
import { ErrorHeader } from './error-header.tsx'
import { focusFrame, FrameList } from './frame-list.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { focusPlace, pageCommand } from './page-keys.ts'
import { SourceView } from './source-view.tsx'
import type { TracebackModel } from './traceback-model.ts'
import './traceback-page.css'

interface TracebackPageProps {
  readonly model: TracebackModel
  readonly console: ConsoleModel
  readonly actions: TreeActions
}

export const TracebackPage = ({ model, console, actions }: TracebackPageProps) => {
  const keysOpen = useSignal(false)
  usePageKeys(model, console, keysOpen)
  const frame = model.frame.value
  return (
    <div class="traceback">
      <a class="skip" href="#frame">
        Skip to the failing frame
      </a>
      <ErrorHeader model={model} onKeys={() => (keysOpen.value = true)} />
      <div class="lines">
        <NoticeList notices={model.traceback.value.notices} />
        <TroubleLine session={model.session} />
      </div>
      <div class="columns" id="error-panel" role={model.tabs.value.length > 1 ? 'tabpanel' : undefined}>
        <FrameList model={model} key={model.tabIndex.value} />
        <main id="frame" tabIndex={-1}>
          {frame === undefined ? (
            <p class="no-frame dim">This error has no frames: its stack is at the left, as text.</p>
          ) : (
            <SourceView frame={frame} root={model.root.value} sought={model.soughtLine.value} />
          )}
          <Values model={model} console={console} actions={actions} />
        </main>
      </div>
      <KeysDialog open={keysOpen} />
    </div>
  )
}

/** Scopes and console, or the way to them. */
const Values = ({ model, console, actions }: TracebackPageProps) => {
  const frame = model.frame.value
  const session = model.session.info.value
  const wasUnlocked = useRef(session.unlocked)
  useEffect(() => {
    // The form is gone, and with it the focus: go on at the frame.
    if (session.unlocked && !wasUnlocked.current) focusFrame()
    wasUnlocked.current = session.unlocked
  }, [session.unlocked])
  if (!session.unlocked) {
    return <UnlockForm session={model.session} title="Variables and console are locked" lead={PIN_PLACE} />
  }
  const empty = model.tree.rows.value.length === 0
  return (
    <>
      <section class="scopes" aria-label="Variables">
        {empty ? (
          <p class="dim">{frame?.reason === undefined ? 'No variables were captured here.' : showLine(frame.reason)}</p>
        ) : (
          <ScopeTree
            tree={model.tree}
            actions={actions}
            label={`Variables in ${showLine(frame?.functionName ?? 'the error')}`}
          />
        )}
      </section>
      {frame !== undefined && <ConsolePane model={console} frame={frame} session={session} />}
    </>
  )
}

const usePageKeys = (model: TracebackModel, console: ConsoleModel, keysOpen: Signal<boolean>): void => {
  // Before the first paint: who sees the page may press a key at once.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (document.querySelector('dialog[open]') !== null) return
      const focused = document.activeElement
      const command = pageCommand(event.key, focusPlace(focused), focused?.getAttribute('aria-current') === 'true')
      switch (command) {
        case undefined:
          return
        case 'next-frame':
          model.moveFrame(1)
          break
        case 'previous-frame':
          model.moveFrame(-1)
          break
        case 'next-error':
          model.selectTab(model.tabIndex.value + 1)
          break
        case 'previous-error':
          model.selectTab(model.tabIndex.value - 1)
          break
        case 'enter-console':
          if (!model.session.info.value.unlocked) document.querySelector<HTMLElement>('input[name=pin]')?.focus()
          else console.enter()
          break
        case 'show-keys':
          keysOpen.value = true
      }
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
