import { useSignal } from '@preact/signals'
import { useId, useRef } from 'preact/hooks'
import { type MenuItem, MenuList } from './menu-list.tsx'

interface MenuButtonProps {
  readonly label: string
  readonly title?: string
  readonly face: string
  readonly items: readonly MenuItem[]
}

/** A button with a menu below it (the ARIA menu button pattern). */
export const MenuButton = ({ label, face, items }: MenuButtonProps) => {
  const open = useSignal(false)
  const root = useRef<HTMLDivElement>(null)
  const id = useId()

  const close = (refocus: boolean): void => {
    open.value = false
    if (refocus) root.current?.querySelector('button')?.focus()
  }

  return (
    <div class="menu" ref={root}>
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={id}
        aria-label={label}
        onClick={() => (open.value = !open.value)}
      >
        {face}
      </button>
      {open.value && <MenuList id={id} label={label} items={items} onClose={close} home={() => root.current} />}
    </div>
  )
}
