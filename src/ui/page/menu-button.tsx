import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'

export interface MenuItem {
  readonly label: string
  readonly run: () => void
  /** Stays open after a click: an item that asks once more. */
  readonly keepOpen?: boolean
}

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

  const focusItem = (index: number): void => {
    const elements = root.current?.querySelectorAll<HTMLElement>('[role=menuitem]')
    elements?.[(index + elements.length) % elements.length]?.focus()
  }
  const close = (refocus: boolean): void => {
    open.value = false
    if (refocus) root.current?.querySelector('button')?.focus()
  }

  useEffect(() => {
    if (!open.value) return
    focusItem(0)
    const onPointerDown = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) close(false)
    }
    document.addEventListener('pointerdown', onPointerDown)
    return () => document.removeEventListener('pointerdown', onPointerDown)
  }, [open.value])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open.value) return
    event.stopPropagation()
    const elements = [...(root.current?.querySelectorAll('[role=menuitem]') ?? [])]
    const at = elements.findIndex((element) => element === document.activeElement)
    const targets: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
    const target = targets[event.key]
    if (target !== undefined) {
      event.preventDefault()
      focusItem(target)
    } else if (event.key === 'Escape') close(true)
    else if (event.key === 'Tab') close(false)
  }

  return (
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
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
      {open.value && (
        <div role="menu" id={id} aria-label={label}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                item.run()
                if (item.keepOpen !== true) close(true)
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
