import { useLayoutEffect, useRef } from 'preact/hooks'
import { countOf } from '../text/moment.ts'
import { shorten, showLine } from '../text/visible-text.ts'
import type { TreeModel } from './tree-model.ts'
import { PAGE_SIZE } from './tree-model.ts'
import type { TreeRow } from './tree-rows.ts'
import { ValueText } from './value-text.tsx'
import './scope-tree.css'

interface ScopeTreeProps {
  readonly tree: TreeModel
  readonly label: string
}

/** The ARIA tree of scopes and values: one stop for Tab, arrows inside. */
export const ScopeTree = ({ tree, label }: ScopeTreeProps) => {
  const root = useRef<HTMLDivElement>(null)
  const focusKey = tree.focusKey.value
  const hadFocus = useRef(false)

  useLayoutEffect(() => {
    if (!hadFocus.current) return
    const row = root.current?.querySelector<HTMLElement>('[tabindex="0"]')
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  }, [focusKey])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (!tree.press(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={root}
      class="scope-tree"
      role="tree"
      aria-label={label}
      onKeyDown={onKeyDown}
      onFocusIn={() => (hadFocus.current = true)}
      onFocusOut={() => (hadFocus.current = false)}
    >
      {tree.rows.value.map((row) => (
        <Row key={row.key} row={row} tree={tree} focused={row.key === focusKey} />
      ))}
    </div>
  )
}

interface RowProps {
  readonly row: TreeRow
  readonly tree: TreeModel
  readonly focused: boolean
}

const isOpenable = (row: TreeRow): row is TreeRow & { open: boolean } =>
  row.kind === 'group' || (row.kind === 'variable' && row.ref !== undefined)

const Row = ({ row, tree, focused }: RowProps) => (
  <div
    role="treeitem"
    class={`tree-row tree-${row.kind}`}
    aria-level={row.level}
    aria-posinset={row.position}
    aria-setsize={row.setSize}
    aria-selected={focused}
    {...(isOpenable(row) ? { 'aria-expanded': row.open } : {})}
    tabIndex={focused ? 0 : -1}
    style={{ '--level': row.level - 1 }}
    onClick={() => {
      // Whoever has just marked text wants to copy it.
      if (document.getSelection()?.isCollapsed === false) return
      if (isOpenable(row) || row.kind === 'more') tree.toggle(row)
      else tree.focus(row.key)
    }}
  >
    <RowContent row={row} />
  </div>
)

const RowContent = ({ row }: { readonly row: TreeRow }) => {
  switch (row.kind) {
    case 'group':
      return (
        <>
          <span class="tree-twist" aria-hidden="true" />
          <span class="caps">{showLine(row.label)}</span>
          {!row.open && <span class="dim"> {countOf(row.count, 'variable')}</span>}
        </>
      )
    case 'variable':
      return (
        <>
          <span class="tree-twist" aria-hidden="true" />
          <span class="tree-name">{shorten(showLine(row.variable.name), 120)}</span>
          <ValueText variable={row.variable} />
        </>
      )
    case 'note':
      return <em class="dim">{showLine(row.text)}</em>
    case 'more':
      return (
        <span class="link">
          show {Math.min(PAGE_SIZE, row.remaining)} more <span class="dim">of {row.remaining}</span>
        </span>
      )
  }
}
