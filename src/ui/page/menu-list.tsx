import { useLayoutEffect, useRef } from 'preact/hooks'

export interface MenuItem {
  readonly label: string
  readonly run: () => void
  /** Stays open after a click: an item that asks once more. */
  readonly keepOpen?: boolean
}

interface MenuListProps {
  readonly label: string
  readonly items: readonly MenuItem[]
  /** `refocus`: the focus was in the menu, and goes back to where it came from. */
  readonly onClose: (refocus: boolean) => void
  readonly id?: string
  /** What is clicked inside this is no click beside the menu. */
  readonly home?: () => Element | null | undefined
  /** In the window, for a menu that belongs to no button. */
  readonly at?: { readonly top: number; readonly right: number } | undefined
}

/** The open menu of the ARIA menu patterns: takes the focus, arrows inside, Escape and Tab out of it. */
export const MenuList = ({ label, items, onClose, id, home, at }: MenuListProps) => {
  const root = useRef<HTMLDivElement>(null)

  const focusItem = (index: number): void => {
    const elements = root.current?.querySelectorAll<HTMLElement>('[role=menuitem]')
    elements?.[(index + elements.length) % elements.length]?.focus({ preventScroll: true })
  }

  // Before the next key: it is meant for the menu.
  useLayoutEffect(() => {
    focusItem(0)
    const onPointerDown = (event: PointerEvent): void => {
      const { target } = event
      const inside = target instanceof Node && (home?.() ?? root.current)?.contains(target) === true
      if (!inside) onClose(false)
    }
    document.addEventListener('pointerdown', onPointerDown)
    return () => document.removeEventListener('pointerdown', onPointerDown)
  }, [])

  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation()
    const elements = [...(root.current?.querySelectorAll('[role=menuitem]') ?? [])]
    const now = elements.findIndex((element) => element === document.activeElement)
    const targets: Readonly<Record<string, number>> = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }
    const target = targets[event.key]
    if (target !== undefined) {
      event.preventDefault()
      focusItem(target)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      onClose(true)
    } else if (event.key === 'Tab') onClose(at !== undefined)
  }

  return (
    <div
      role="menu"
      ref={root}
      aria-label={label}
      onKeyDown={onKeyDown}
      {...(id === undefined ? {} : { id })}
      {...(at === undefined
        ? {}
        : { style: { position: 'fixed', top: `${at.top}px`, right: `${at.right}px`, left: 'auto' } })}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            item.run()
            if (item.keepOpen !== true) onClose(true)
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  )
}
