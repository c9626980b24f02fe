import type { Output } from '../../shared/evaluation.ts'
import type { TreePlace, ValueView, Variable } from '../../shared/traceback.ts'
import { childPath } from './tree-path.ts'

/** A heading of the tree: one scope, the results of the console, the error's own properties. */
export interface TreeGroup {
  readonly key: string
  readonly label: string
  readonly variables: readonly Variable[]
  readonly openAtFirst: boolean
  /** The expression for one of them; without it, its name. */
  readonly pathOf?: (name: string) => string
}

/** What is known of the children of a ref. */
export interface LoadedChildren {
  readonly children: readonly Variable[]
  /** The place of each inside the value. */
  readonly places: readonly number[]
  /** The place behind the last one that was asked for. */
  readonly next: number
  readonly total: number
  readonly loading: boolean
  readonly failure: string | undefined
}

interface RowPlace {
  /** The way from the group to here; unique in the tree. */
  readonly key: string
  readonly level: number
  readonly position: number
  readonly setSize: number
}

export type TreeRow = RowPlace &
  (
    | { readonly kind: 'group'; readonly label: string; readonly open: boolean; readonly count: number }
    | {
        readonly kind: 'variable'
        readonly variable: Variable
        readonly ref: string | undefined
        readonly open: boolean
        /** As an expression. */
        readonly path: string
        /** By which the app can be asked for the value itself. */
        readonly place: TreePlace | undefined
        /** What became of running the getter there. */
        readonly getter: GetterRun | undefined
      }
    | { readonly kind: 'note'; readonly text: string }
    | { readonly kind: 'more'; readonly ref: string; readonly from: number; readonly remaining: number }
  )

/** A getter that somebody had run. */
export type GetterRun =
  | { readonly kind: 'running' }
  | { readonly kind: 'value'; readonly value: ValueView; readonly output: readonly Output[] }
  | { readonly kind: 'failed'; readonly text: string; readonly output: readonly Output[] }

/** How deep a tree can be opened; cyclic values could be opened for ever. */
const DEPTH = 40

interface Lookup {
  readonly isOpen: (key: string) => boolean
  readonly childrenOf: (ref: string) => LoadedChildren | undefined
  readonly getterOf: (key: string) => GetterRun | undefined
}

/** Where the variables of a list come from. */
interface Source {
  readonly pathOf: (name: string) => string
  readonly placeOf: (variable: Variable, index: number) => TreePlace | undefined
}

const variableRows = (
  variables: readonly Variable[],
  parentKey: string,
  level: number,
  extra: number,
  source: Source,
  lookup: Lookup,
): TreeRow[] =>
  variables.flatMap((captured, index): TreeRow[] => {
    const key = `${parentKey}/${index}`
    const getter = lookup.getterOf(key)
    const variable: Variable = getter?.kind === 'value' ? { name: captured.name, value: getter.value } : captured
    const path = source.pathOf(captured.name)
    const treePlace =
      getter?.kind === 'value' && getter.value.ref !== undefined
        ? { ref: getter.value.ref }
        : source.placeOf(captured, index)
    const ref = 'value' in variable && level < DEPTH ? variable.value.ref : undefined
    const open = ref !== undefined && lookup.isOpen(key)
    const place = { key, level, position: index + 1, setSize: variables.length + extra }
    const row: TreeRow = { kind: 'variable', variable, ref, open, path, place: treePlace, getter, ...place }
    const said = getter === undefined ? [] : getterRows(getter, key, level + 1)
    if (!('value' in variable) || ref === undefined || !open) return [row, ...said]
    const { value } = variable
    const inside: Inside = { ref, key, level: level + 1, pathOf: (name) => childPath(path, value, name) }
    return [row, ...said, ...childRows(inside, lookup)]
  })

/** Lines of what a getter printed, and of the stack it failed with. */
const MAX_LINES = 20

/** What a getter has to say beside its value: its output, and where it failed. */
const getterRows = (run: GetterRun, key: string, level: number): TreeRow[] => {
  if (run.kind === 'running') return []
  const printed = run.output.map(({ text }) => text).join('')
  const lines = [
    ...(printed === ''
      ? []
      : printed
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => `printed: ${line}`)),
    ...(run.kind === 'failed'
      ? run.text
          .split('\n')
          .slice(1)
          .map((line) => line.trim())
      : []),
  ]
  const more = lines.length - MAX_LINES
  const shown = more > 0 ? [...lines.slice(0, MAX_LINES), `… ${more} more lines`] : lines
  return shown.map((text, index) => {
    const place = { key: `${key}/said${index}`, level, position: index + 1, setSize: shown.length }
    return { kind: 'note', text, ...place }
  })
}

interface Inside {
  readonly ref: string
  readonly key: string
  readonly level: number
  readonly pathOf: (name: string) => string
}

const childRows = ({ ref, key, level, pathOf }: Inside, lookup: Lookup): TreeRow[] => {
  const loaded = lookup.childrenOf(ref)
  const note = (text: string): TreeRow => ({ kind: 'note', text, key: `${key}/note`, level, position: 1, setSize: 1 })
  if (loaded === undefined) return [note('loading…')]
  if (loaded.failure !== undefined && loaded.children.length === 0) return [note(loaded.failure)]
  if (loaded.loading && loaded.children.length === 0) return [note('loading…')]
  const remaining = Math.max(0, loaded.total - loaded.next)
  if (loaded.children.length === 0 && remaining === 0) return [note('empty')]
  const from = loaded.children.length
  const source: Source = {
    pathOf,
    placeOf: ({ name }, index) => ({ ref, place: loaded.places[index] ?? index, name }),
  }
  const rows = variableRows(loaded.children, key, level, remaining > 0 ? 1 : 0, source, lookup)
  if (remaining === 0) return rows
  const place = { key: `${key}/more`, level, position: from + 1, setSize: from + 1 }
  if (loaded.failure !== undefined) rows.push(note(loaded.failure))
  return [
    ...rows,
    loaded.loading ? { kind: 'note', text: 'loading…', ...place } : { kind: 'more', ref, from, remaining, ...place },
  ]
}

/** The visible rows of the tree, top to bottom. */
export const treeRows = (groups: readonly TreeGroup[], lookup: Lookup): readonly TreeRow[] =>
  groups.flatMap((group, index): TreeRow[] => {
    const open = lookup.isOpen(group.key)
    const place = { key: group.key, level: 1, position: index + 1, setSize: groups.length }
    const row: TreeRow = { kind: 'group', label: group.label, open, count: group.variables.length, ...place }
    if (!open) return [row]
    if (group.variables.length === 0) {
      return [row, { kind: 'note', text: 'no variables', key: `${group.key}/note`, level: 2, position: 1, setSize: 1 }]
    }
    const source: Source = {
      pathOf: group.pathOf ?? ((name) => name),
      placeOf: (variable) =>
        'value' in variable && variable.value.ref !== undefined ? { ref: variable.value.ref } : undefined,
    }
    return [row, ...variableRows(group.variables, group.key, 2, 0, source, lookup)]
  })

/** What a key does in the tree (the ARIA tree pattern): go to a row, open or close one. */
export type TreeMove =
  | { readonly kind: 'focus'; readonly key: string }
  | { readonly kind: 'toggle'; readonly row: TreeRow }
  | { readonly kind: 'run'; readonly row: VariableRow }

export type VariableRow = TreeRow & { readonly kind: 'variable' }

/** A getter that was not run yet, or failed. */
export const canRun = (row: VariableRow): boolean =>
  row.place?.place !== undefined &&
  'missing' in row.variable &&
  row.variable.missing === 'getter' &&
  row.getter?.kind !== 'running'

const isExpandable = (row: TreeRow): row is TreeRow & { open: boolean } =>
  row.kind === 'group' || (row.kind === 'variable' && row.ref !== undefined)

export const treeMove = (rows: readonly TreeRow[], focusKey: string, pressed: string): TreeMove | undefined => {
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === focusKey),
  )
  const row = rows[at]
  if (row === undefined) return undefined
  const focus = (index: number): TreeMove | undefined => {
    const target = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    return target === undefined ? undefined : { kind: 'focus', key: target.key }
  }
  switch (pressed) {
    case 'ArrowDown':
      return focus(at + 1)
    case 'ArrowUp':
      return focus(at - 1)
    case 'Home':
      return focus(0)
    case 'End':
      return focus(rows.length - 1)
    case 'ArrowRight':
      if (!isExpandable(row)) return undefined
      return row.open ? focus(at + 1) : { kind: 'toggle', row }
    case 'ArrowLeft':
      if (isExpandable(row) && row.open) return { kind: 'toggle', row }
      return focus(rows.findLastIndex((other, index) => index < at && other.level < row.level))
    case 'Enter':
    case ' ':
      if (row.kind === 'variable' && canRun(row)) return { kind: 'run', row }
      return isExpandable(row) || row.kind === 'more' ? { kind: 'toggle', row } : undefined
    default:
      return undefined
  }
}
