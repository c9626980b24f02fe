import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { TracebackPageData } from '../../shared/page-data.ts'
import type { Frame, Traceback, ValueView, Variable } from '../../shared/traceback.ts'
import type { ApiClient } from '../client/api.ts'
import { troubleOf } from '../client/failure-words.ts'
import { createSession, type PageSession } from '../page/page-session.ts'
import { commonRoot, plainPath } from '../text/display-path.ts'
import { createTree, type TreeModel } from '../tree/tree-model.ts'
import type { TreeGroup } from '../tree/tree-rows.ts'
import { type ChainTab, chainTabs } from './error-chain.ts'
import { firstFrame, foldFrames, foldOf, type FrameItem, visibleFrames } from './frame-groups.ts'
import { scopeGroups } from './scope-groups.ts'

/** Everything the traceback page shows and what can be done with it; the components only draw it. */
export interface TracebackModel {
  readonly client: ApiClient
  readonly session: PageSession
  readonly basePath: string
  readonly project: string
  readonly editorUrl: string | undefined
  readonly traceback: ReadonlySignal<Traceback>
  readonly siblings: ReadonlySignal<readonly string[]>
  readonly tabs: ReadonlySignal<readonly ChainTab[]>
  readonly tabIndex: ReadonlySignal<number>
  readonly tab: ReadonlySignal<ChainTab>
  readonly items: ReadonlySignal<readonly FrameItem[]>
  readonly openFolds: ReadonlySignal<ReadonlySet<string>>
  readonly frame: ReadonlySignal<Frame | undefined>
  /** A line of the shown frame's source that somebody asked for. */
  readonly soughtLine: ReadonlySignal<number | undefined>
  /** Paths are shown relative to this. */
  readonly root: ReadonlySignal<string>
  readonly tree: TreeModel
  readonly selectTab: (index: number) => void
  readonly selectFrame: (index: number) => void
  readonly showLine: (tab: number, frame: number, line: number) => void
  readonly moveFrame: (direction: 1 | -1) => void
  readonly toggleFold: (key: string) => void
  /** Shows a result of the console in the tree. */
  readonly inspect: (label: string, value: ValueView) => void
}

const NO_FRAME = { code: 'gone', message: 'There is no frame to run it in.', status: 0 } as const

const selectedFrame = (tab: ChainTab, index: number | undefined): Frame | undefined =>
  tab.frames.find((frame) => frame.index === index) ?? firstFrame(tab.frames)

const openFoldOf = (tab: ChainTab): ReadonlySet<string> => {
  const frame = firstFrame(tab.frames)
  const fold = frame === undefined ? undefined : foldOf(foldFrames(tab.frames), frame.index)
  return new Set(fold === undefined ? [] : [fold])
}

/** With `key` where it was not in the set, without it where it was. */
const flip = (keys: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

export const createTracebackModel = (data: TracebackPageData, client: ApiClient): TracebackModel => {
  const traceback = signal(data.traceback)
  const siblings = signal(data.siblings)
  const tabIndex = signal(0)
  /** Per tab the index of the frame chosen there. */
  const chosen = signal<ReadonlyMap<number, number>>(new Map())
  const soughtLine = signal<number | undefined>(undefined)
  const toggledFolds = signal<ReadonlySet<string>>(new Set())
  const results = signal<readonly Variable[]>([])

  const tabs = computed(() => chainTabs(traceback.value))
  const tab = computed(() => tabs.value[tabIndex.value] ?? (tabs.value[0] as ChainTab))
  const items = computed(() => foldFrames(tab.value.frames))
  const frame = computed(() => selectedFrame(tab.value, chosen.value.get(tabIndex.value)))
  const openFolds = computed(() => [...toggledFolds.value].reduce(flip, openFoldOf(tab.value)))
  const root = computed(() => {
    const { directory } = traceback.value.process
    const files = tabs.value.flatMap(({ frames }) => frames.filter((one) => one.origin === 'app'))
    const started = directory === undefined ? '' : `${plainPath(directory)}/`
    if (started !== '' && files.some(({ location }) => plainPath(location.file).startsWith(started))) return started
    return commonRoot(files.map(({ location }) => location.file))
  })
  const groups = computed<readonly TreeGroup[]>(() => scopeGroups(frame.value, results.value, tab.value.error))

  const load = async (): Promise<void> => {
    const [loaded, list] = await Promise.all([client.traceback(data.traceback.id), client.tracebacks()])
    if (loaded.ok) traceback.value = loaded.value
    else session.noteFailure(loaded.failure)
    if (list.ok) siblings.value = list.value.map(({ id }) => id)
    tree.forget()
    await session.refresh()
  }
  const session = createSession(client, data.session, load)

  const tree = createTree(
    groups,
    async (ref, from, count) => {
      const result = await client.expand(data.traceback.id, ref, from, count)
      if (result.ok) session.noteAnswer()
      // One value may be gone while the rest of the traceback is there: the tree says so where it was asked for.
      else if (troubleOf(result.failure) !== 'gone') session.noteFailure(result.failure)
      return result
    },
    async (place, path) => {
      const index = frame.value?.index
      if (index === undefined) return { ok: false, failure: NO_FRAME }
      const result = await client.getter(data.traceback.id, index, place, path)
      if (result.ok) session.noteAnswer()
      else if (troubleOf(result.failure) !== 'gone') session.noteFailure(result.failure)
      return result
    },
  )

  const selectTab = (index: number): void => {
    tabIndex.value = Math.min(Math.max(index, 0), tabs.value.length - 1)
    soughtLine.value = undefined
  }
  const selectFrame = (index: number): void => {
    soughtLine.value = undefined
    chosen.value = new Map(chosen.value).set(tabIndex.value, index)
  }
  const toggleFold = (key: string): void => {
    toggledFolds.value = flip(toggledFolds.value, key)
  }

  return {
    client,
    session,
    basePath: data.basePath,
    project: data.project,
    editorUrl: data.editorUrl,
    traceback,
    siblings,
    tabs,
    tabIndex,
    tab,
    items,
    openFolds,
    frame,
    soughtLine,
    root,
    tree,
    selectFrame,
    toggleFold,
    selectTab,
    showLine: (tab, index, line) => {
      selectTab(tab)
      const fold = foldOf(items.value, index)
      if (fold !== undefined && !openFolds.value.has(fold)) toggleFold(fold)
      selectFrame(index)
      soughtLine.value = line
    },
    moveFrame: (direction) => {
      const visible = visibleFrames(items.value, openFolds.value)
      const at = visible.findIndex((one) => one.index === frame.value?.index)
      const next = visible[Math.min(Math.max(at + direction, 0), visible.length - 1)]
      if (next !== undefined) selectFrame(next.index)
    },
    inspect: (label, value) => {
      const known = results.value.findIndex((one) => 'value' in one && one.value.ref === value.ref)
      if (known === -1) results.value = [...results.value, { name: label, value }]
      tree.reveal(`results/${known === -1 ? results.value.length - 1 : known}`)
    },
  }
}
