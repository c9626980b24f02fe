import type { Signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

const PAGE_KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['j k, ↓ ↑', 'next, previous frame'],
  ['Enter', 'into the console'],
  ['Esc', 'out of the console'],
  ['[ ]', 'previous, next error of the chain'],
  ['?', 'these keys'],
]

const TREE_KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['↓ ↑ → ←', 'through the values, open, close'],
  ['Enter', 'open, close; runs a getter'],
  ['Shift-F10', 'copy the path or the value, store it as a variable'],
]

const CONSOLE_KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['Enter', 'evaluate; goes on to a new line while a bracket is open'],
  ['Shift-Enter', 'new line'],
  ['Tab', 'complete; ↑ ↓ choose from the list, Enter takes'],
  ['→', 'take over the grey suggestion'],
  ['↑ ↓', 'lines, then history'],
  ['Shift-← → ↑ ↓ Home End', 'select; with Ctrl by words'],
  ['Ctrl-C, Ctrl-X', 'copy, cut what is selected'],
  ['Ctrl-R', 'search the history'],
  ['Ctrl-C', 'nothing selected: interrupt, or give the line up'],
  ['Ctrl-O', 'inspect the last result in the tree'],
  ['Ctrl-L', 'clear the screen'],
  ['Ctrl-A E W U K Y, Alt-B F', 'as in readline'],
  ['Ctrl-Backspace', 'delete a word, where the browser keeps Ctrl-W for itself'],
  ['Shift-PgUp PgDn', 'scroll'],
]

export const KeysDialog = ({ open }: { readonly open: Signal<boolean> }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open.value) dialog.current?.showModal()
  }, [open.value])
  if (!open.value) return null
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title" onClose={() => (open.value = false)}>
      <h2 id="keys-title">Keys</h2>
      <KeyTable title="On the page" rows={PAGE_KEYS} />
      <KeyTable title="In the variables" rows={TREE_KEYS} />
      <KeyTable title="In the console" rows={CONSOLE_KEYS} />
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}

interface KeyTableProps {
  readonly title: string
  readonly rows: readonly (readonly [keys: string, what: string])[]
}

const KeyTable = ({ title, rows }: KeyTableProps) => (
  <>
    <h3 class="caps">{title}</h3>
    <dl class="pairs">
      {rows.map(([keys, what]) => (
        <div key={keys}>
          <dt>{keys}</dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  </>
)
