import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Variable } from '../../shared/traceback.ts'
import { CopyByHand } from '../page/copy-by-hand.tsx'
import { MenuList } from '../page/menu-list.tsx'
import { countOf } from '../text/moment.ts'
import { shorten, showLine } from '../text/visible-text.ts'
import { placeMenu, type RowPlace, rowPlace } from './row-place.ts'
import type { TreeActions } from './tree-actions.ts'
import type { TreeModel } from './tree-model.ts'
import { PAGE_SIZE } from './tree-model.ts'
import { canRun, type TreeRow } from './tree-rows.ts'
import { ValueText } from './value-text.tsx'
import './scope-tree.css'

interface ScopeTreeProps {
  readonly tree: TreeModel
  readonly actions: TreeActions
  readonly label: string
}

/** The ARIA tree of scopes and values: one stop for Tab, arrows inside, a menu for each value. */
export const ScopeTree = ({ tree, actions, label }: ScopeTreeProps) => {
  const root = useRef<HTMLDivElement>(null)
  const focusKey = tree.focusKey.value
  const hadFocus = useRef(false)
  /** The row that the menu button stands at: where the pointer is, else the focused one. */
  const pointed = useSignal('')
  const menu = useSignal('')
  const place = useSignal<RowPlace | undefined>(undefined)
  const rows = tree.rows.value
  const marked = menu.value === '' ? (pointed.value === '' ? focusKey : pointed.value) : menu.value
  const row = rows.find((one) => one.key === marked)
  const items = row === undefined ? [] : actions.itemsOf(row)
  const rowElement = (key: string): HTMLElement | null =>
    root.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null

  useLayoutEffect(() => {
    if (!hadFocus.current) return
    const element = root.current?.querySelector<HTMLElement>('[tabindex="0"]')
    element?.focus({ preventScroll: true })
    element?.scrollIntoView({ block: 'nearest' })
  }, [focusKey])

  useLayoutEffect(() => {
    const next = rowPlace(rowElement(marked))
    if (next?.top !== place.peek()?.top) place.value = next
  }, [marked, rows])

  const openMenu = (key: string): void => {
    tree.focus(key)
    menu.value = key
  }
  const closeMenu = (refocus: boolean): void => {
    const element = rowElement(menu.value)
    menu.value = ''
    if (refocus) element?.focus({ preventScroll: true })
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      pointed.value = ''
      event.preventDefault()
      if (rows.some((one) => one.key === focusKey && one.kind === 'variable')) openMenu(focusKey)
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (!tree.press(event.key)) return
    pointed.value = ''
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div class="scope-box" onPointerLeave={() => (pointed.value = '')}>
      <div
        ref={root}
        class="scope-tree"
        role="tree"
        aria-label={label}
        onKeyDown={onKeyDown}
        onFocusIn={() => (hadFocus.current = true)}
        onFocusOut={() => (hadFocus.current = false)}
      >
        {rows.map((one) => (
          <Row
            key={one.key}
            row={one}
            tree={tree}
            focused={one.key === focusKey}
            marked={one.key === menu.value}
            onPoint={(key) => (pointed.value = key)}
            onMenu={openMenu}
          />
        ))}
      </div>
      {row?.kind === 'variable' && items.length > 0 && place.value !== undefined && (
        <div class="tree-actions" style={{ top: `${place.value.top}px` }}>
          <button
            type="button"
            // The keyboard has Shift-F10; a stop for Tab at each row would be in the way.
            tabIndex={-1}
            aria-haspopup="menu"
            aria-expanded={menu.value !== ''}
            aria-label={`Actions for ${shorten(showLine(row.variable.name), 60)}`}
            title="Copy, store … (Shift-F10)"
            // The focus stays in the tree, so that the row keeps it.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => (menu.value === '' ? openMenu(row.key) : closeMenu(true))}
          >
            ⋯
          </button>
        </div>
      )}
      {menu.value !== '' && row?.kind === 'variable' && (
        <MenuList
          label={`Actions for ${shorten(showLine(row.variable.name), 60)}`}
          items={items}
          onClose={closeMenu}
          at={placeMenu(rowElement(row.key), items.length)}
        />
      )}
      <p role="status" class="tree-said">
        {actions.said.value}
      </p>
      {actions.uncopied.value !== '' && (
        <CopyByHand text={actions.uncopied.value} onClose={() => (actions.uncopied.value = '')} />
      )}
    </div>
  )
}

interface RowProps {
  readonly row: TreeRow
  readonly tree: TreeModel
  readonly focused: boolean
  /** Its menu is open. */
  readonly marked: boolean
  readonly onPoint: (key: string) => void
  readonly onMenu: (key: string) => void
}

const isOpenable = (row: TreeRow): row is TreeRow & { open: boolean } =>
  row.kind === 'group' || (row.kind === 'variable' && row.ref !== undefined)

const hasSelection = (): boolean => document.getSelection()?.isCollapsed === false

const Row = ({ row, tree, focused, marked, onPoint, onMenu }: RowProps) => (
  <div
    role="treeitem"
    class={`tree-row tree-${row.kind} ${marked ? 'tree-marked' : ''}`}
    data-key={row.key}
    aria-level={row.level}
    aria-posinset={row.position}
    aria-setsize={row.setSize}
    aria-selected={focused}
    {...(isOpenable(row) ? { 'aria-expanded': row.open } : {})}
    tabIndex={focused ? 0 : -1}
    style={{ '--level': row.level - 1 }}
    // By an assistive technology, too, which moves the focus without a key.
    onFocus={() => {
      if (!focused) tree.focus(row.key)
    }}
    onPointerEnter={() => onPoint(row.key)}
    onContextMenu={(event) => {
      if (row.kind !== 'variable' || hasSelection()) return
      event.preventDefault()
      onMenu(row.key)
    }}
    onClick={() => {
      // Whoever has just marked text wants to copy it.
      if (hasSelection()) return
      if (isOpenable(row) || row.kind === 'more') tree.toggle(row)
      else tree.focus(row.key)
    }}
  >
    <RowContent row={row} tree={tree} />
  </div>
)

const VariableName = ({ variable: { name, runningName, isMinified } }: { readonly variable: Variable }) => (
  <span
    class="tree-name"
    {...(isMinified === true ? { title: 'A minifier’s name: what the source calls it is not known' } : {})}
    {...(runningName === undefined ? {} : { title: `${showLine(runningName)} in the code that runs` })}
  >
    {shorten(showLine(name), 120)}
    {isMinified === true && <span class="tree-minified"> (minified)</span>}
  </span>
)

const RowContent = ({ row, tree }: { readonly row: TreeRow; readonly tree: TreeModel }) => {
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
          <VariableName variable={row.variable} />
          {row.getter !== undefined && row.getter.kind !== 'value' ? (
            <span class={`tree-value ${row.getter.kind === 'failed' ? 'tree-failed' : 'dim'}`}>
              {row.getter.kind === 'failed' ? shorten(showLine(row.getter.text.split('\n')[0] ?? ''), 300) : 'running…'}
            </span>
          ) : canRun(row) ? (
            <span class="tree-value">
              <span
                class="link"
                title="Runs the getter in the app"
                onClick={(event) => {
                  event.stopPropagation()
                  tree.run(row)
                }}
              >
                [Getter]
              </span>
            </span>
          ) : (
            <ValueText variable={row.variable} />
          )}
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
