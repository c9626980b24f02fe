import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { copyText } from '../page/clipboard.ts'
import { CopyByHand } from '../page/copy-by-hand.tsx'
import { MenuButton } from '../page/menu-button.tsx'
import type { MenuItem } from '../page/menu-list.tsx'
import { editorLink } from './editor-link.ts'
import type { TracebackModel } from './traceback-model.ts'

interface HeaderActionsProps {
  readonly model: TracebackModel
  readonly onKeys: () => void
}

export const HeaderActions = ({ model, onKeys }: HeaderActionsProps) => {
  const said = useSignal('')
  const uncopied = useSignal('')
  const { unlocked } = model.session.info.value
  const frame = model.frame.value
  const link = frame === undefined ? undefined : editorLink(model.editorUrl, frame.location)

  const put = async (text: string): Promise<void> => {
    if (await copyText(text)) said.value = 'Copied'
    else uncopied.value = text
  }
  const copyReport = async (kind: 'txt' | 'md' | 'curl'): Promise<void> => {
    const report = await model.client.report(model.traceback.value.id, kind)
    if (report.ok) return put(report.value)
    model.session.noteFailure(report.failure)
    said.value = report.failure.message
  }
  const reports: readonly MenuItem[] = [
    { label: 'as text', run: () => void copyReport('txt') },
    { label: 'as Markdown', run: () => void copyReport('md') },
    ...(model.traceback.value.request === undefined
      ? []
      : [{ label: 'as curl command', run: () => void copyReport('curl') }]),
  ]
  const stack: MenuItem = { label: 'the stack', run: () => void put(model.tab.value.error.stack) }

  useEffect(() => {
    if (said.value === '') return
    const timer = setTimeout(() => (said.value = ''), 4000)
    return () => clearTimeout(timer)
  }, [said.value])

  return (
    <div class="actions">
      <span role="status" class="dim">
        {said.value}
      </span>
      <MenuButton label="Copy" face="Copy ▾" items={unlocked ? [...reports, stack] : [stack]} />
      {link !== undefined && (
        <a class="button" href={link}>
          Open in editor
        </a>
      )}
      <SiblingLinks model={model} />
      <button type="button" class="keys-hint" aria-label="Keys" title="Keys (?)" onClick={onKeys}>
        <kbd>?</kbd>
      </button>
      {unlocked && <MoreMenu model={model} onFailure={(message) => (said.value = message)} />}
      {uncopied.value !== '' && <CopyByHand text={uncopied.value} onClose={() => (uncopied.value = '')} />}
    </div>
  )
}

const SiblingLinks = ({ model }: { readonly model: TracebackModel }) => {
  const siblings = model.siblings.value
  const at = siblings.indexOf(model.traceback.value.id)
  if (siblings.length < 2 || at === -1) return null
  // Newest first, so that the next newer one stands before this one.
  const link = (id: string | undefined, label: string, face: string) =>
    id === undefined ? (
      <span class="button" aria-hidden="true">
        {face}
      </span>
    ) : (
      <a class="button" href={`${model.basePath}/t/${encodeURIComponent(id)}`} aria-label={label}>
        {face}
      </a>
    )
  return (
    <nav class="siblings" aria-label="Other tracebacks">
      {link(siblings[at - 1], 'Newer traceback', '‹')}
      <a class="button" href={`${model.basePath}/`} title="All tracebacks">
        {at + 1} of {siblings.length}
      </a>
      {link(siblings[at + 1], 'Older traceback', '›')}
    </nav>
  )
}

interface MoreMenuProps {
  readonly model: TracebackModel
  readonly onFailure: (message: string) => void
}

const MoreMenu = ({ model, onFailure }: MoreMenuProps) => {
  const sure = useSignal(false)
  const remove = async (): Promise<void> => {
    const result = await model.client.remove(model.traceback.value.id)
    if (result.ok) location.assign(`${model.basePath}/`)
    else {
      model.session.noteFailure(result.failure)
      onFailure(result.failure.message)
    }
  }
  const lock = async (): Promise<void> => {
    const result = await model.client.lock()
    // What was shown belonged to the session. Not a reload: this may be the answer to a POST.
    if (result.ok) location.assign(`${model.basePath}/`)
    else onFailure(result.failure.message)
  }
  return (
    <MenuButton
      label="More actions"
      face="⋯"
      items={[
        { label: 'all tracebacks', run: () => location.assign(`${model.basePath}/`) },
        { label: 'lock this browser', run: () => void lock() },
        sure.value
          ? { label: 'really delete it', run: () => void remove() }
          : { label: 'delete this traceback', keepOpen: true, run: () => (sure.value = true) },
      ]}
    />
  )
}
