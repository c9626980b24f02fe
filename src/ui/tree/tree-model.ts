import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Evaluation } from '../../shared/evaluation.ts'
import type { Expansion, TreePlace } from '../../shared/traceback.ts'
import { describeTrouble, type Result, troubleOf } from '../client/failure-words.ts'
import {
  type GetterRun,
  type LoadedChildren,
  type TreeGroup,
  type TreeMove,
  treeMove,
  type TreeRow,
  treeRows,
  type VariableRow,
} from './tree-rows.ts'

/** Children asked for at a time. */
export const PAGE_SIZE = 100

/** The tree of scopes: what is open, what has been loaded, where the focus is. */
export interface TreeModel {
  readonly rows: ReadonlySignal<readonly TreeRow[]>
  /** The one row that Tab reaches. */
  readonly focusKey: ReadonlySignal<string>
  readonly focus: (key: string) => void
  readonly toggle: (row: TreeRow) => void
  /** Runs the getter of a row, in the app. */
  readonly run: (row: VariableRow) => void
  /** True where the key meant something. */
  readonly press: (pressed: string) => boolean
  readonly reveal: (key: string) => void
  /** What was loaded belongs to a session: without it, it goes. */
  readonly forget: () => void
}

const NOTHING_YET: LoadedChildren = {
  children: [],
  places: [],
  next: 0,
  total: 0,
  loading: false,
  failure: undefined,
}

type Expand = (ref: string, from: number, count: number) => Promise<Result<Expansion>>
type RunGetter = (place: TreePlace, path: string) => Promise<Result<Evaluation>>

export const createTree = (
  groups: ReadonlySignal<readonly TreeGroup[]>,
  expand: Expand,
  runGetter: RunGetter,
): TreeModel => {
  const getters = signal<ReadonlyMap<string, GetterRun>>(new Map())
  const flipped = signal<ReadonlySet<string>>(new Set())
  const loaded = signal<ReadonlyMap<string, LoadedChildren>>(new Map())
  const wanted = signal('')

  const openAtFirst = computed(() => new Set(groups.value.flatMap((group) => (group.openAtFirst ? [group.key] : []))))
  const isOpen = (key: string): boolean => openAtFirst.value.has(key) !== flipped.value.has(key)
  const rows = computed(() =>
    treeRows(groups.value, {
      isOpen,
      childrenOf: (ref) => loaded.value.get(ref),
      getterOf: (key) => getters.value.get(key),
    }),
  )
  const focusKey = computed(() =>
    rows.value.some((row) => row.key === wanted.value) ? wanted.value : (rows.value[0]?.key ?? ''),
  )

  const put = (ref: string, children: LoadedChildren): void => {
    loaded.value = new Map(loaded.value).set(ref, children)
  }

  const load = async (ref: string): Promise<void> => {
    const before = loaded.value.get(ref) ?? NOTHING_YET
    if (before.loading) return
    put(ref, { ...before, loading: true, failure: undefined })
    const result = await expand(ref, before.next, PAGE_SIZE)
    if (result.ok) {
      const page = result.value
      const children = [...before.children, ...page.children]
      const places = [...before.places, ...(page.places ?? page.children.map((_, index) => before.next + index))]
      // An empty page means the end, whatever the total says: else "show more" would stay for ever.
      const total = page.children.length === 0 ? 0 : page.total
      const next = Math.min(before.next + PAGE_SIZE, total)
      put(ref, { children, places, next, total, loading: false, failure: undefined })
      return
    }
    const trouble = troubleOf(result.failure)
    const gone = 'This value can no longer be opened: it was not kept, or the app has restarted.'
    const failure =
      trouble === 'gone' ? gone : trouble === undefined ? result.failure.message : describeTrouble(trouble)
    put(ref, { ...before, loading: false, failure })
  }

  const flip = (key: string): void => {
    const next = new Set(flipped.value)
    if (!next.delete(key)) next.add(key)
    flipped.value = next
  }

  const toggle = (row: TreeRow): void => {
    wanted.value = row.key
    if (row.kind === 'more') {
      void load(row.ref).then(() => {
        // The focus goes to the first of the new rows, which takes this row's place.
        const hasMore = (loaded.value.get(row.ref)?.children.length ?? 0) > row.from
        if (hasMore && wanted.value === row.key) wanted.value = row.key.replace(/more$/, String(row.from))
      })
      return
    }
    if (row.kind === 'note') return
    flip(row.key)
    if (row.kind !== 'variable' || row.ref === undefined || row.open) return
    const known = loaded.value.get(row.ref)
    if (known === undefined || known.failure !== undefined) void load(row.ref)
  }

  const run = async ({ key, place, path }: VariableRow): Promise<void> => {
    wanted.value = key
    if (place === undefined) return
    const set = (state: GetterRun): void => {
      getters.value = new Map(getters.value).set(key, state)
    }
    set({ kind: 'running' })
    const result = await runGetter(place, path)
    if (!result.ok) {
      set({ kind: 'failed', text: result.failure.message, output: [] })
      return
    }
    const output = 'output' in result.value ? result.value.output : []
    if (result.value.kind === 'value') set({ kind: 'value', value: result.value.value, output })
    else set({ kind: 'failed', text: result.value.text, output })
  }

  const apply = (move: TreeMove): void => {
    if (move.kind === 'focus') wanted.value = move.key
    else if (move.kind === 'run') void run(move.row)
    else toggle(move.row)
  }

  return {
    rows,
    focusKey,
    toggle,
    run: (row) => void run(row),
    focus: (key) => {
      wanted.value = key
    },
    press: (pressed) => {
      const move = treeMove(rows.value, focusKey.value, pressed)
      if (move === undefined) return false
      apply(move)
      return true
    },
    reveal: (key) => {
      const [group = ''] = key.split('/')
      if (!isOpen(group)) flip(group)
      const row = rows.value.find((one) => one.key === key)
      if (row?.kind === 'variable' && !row.open) toggle(row)
      wanted.value = key
    },
    forget: () => {
      loaded.value = new Map()
      getters.value = new Map()
    },
  }
}
