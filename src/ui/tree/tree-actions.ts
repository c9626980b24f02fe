import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Frame, KeptVariable } from '../../shared/traceback.ts'
import type { ApiClient } from '../client/api.ts'
import { type ClientFailure, describeTrouble, troubleOf } from '../client/failure-words.ts'
import type { MenuItem } from '../page/menu-list.tsx'
import { jsonOfPreview } from './preview-json.ts'
import { canRun, type TreeRow, type VariableRow } from './tree-rows.ts'

/** What can be done with a row of the tree beside opening it. */
export interface TreeActions {
  readonly itemsOf: (row: TreeRow) => readonly MenuItem[]
  /** What came of the last one; `''` after a while. */
  readonly said: ReadonlySignal<string>
  /** A text that the browser did not let us put on the clipboard. */
  readonly uncopied: Signal<string>
}

interface TreeActionsParts {
  readonly client: ApiClient
  readonly tracebackId: string
  readonly frame: ReadonlySignal<Frame | undefined>
  readonly canEvaluate: () => boolean
  readonly copyText: (text: string) => Promise<boolean>
  readonly runGetter: (row: VariableRow) => void
  /** Shows the new variable in the frame's console. */
  readonly tell: (frame: number, kept: KeptVariable) => void
  readonly noteFailure: (failure: ClientFailure) => void
}

const SAID_MS = 4000

const GONE = 'The value is no longer there: it has changed, was not kept, or the app has restarted.'

export const createTreeActions = (parts: TreeActionsParts): TreeActions => {
  const said = signal('')
  const uncopied = signal('')
  let timer: ReturnType<typeof setTimeout> | undefined

  const say = (text: string): void => {
    said.value = text
    clearTimeout(timer)
    timer = setTimeout(() => (said.value = ''), SAID_MS)
  }
  const fail = (failure: ClientFailure): void => {
    const trouble = troubleOf(failure)
    // One value may be gone while the rest of the traceback is there.
    if (trouble !== 'gone') parts.noteFailure(failure)
    say(trouble === 'gone' ? GONE : trouble === undefined ? failure.message : describeTrouble(trouble))
  }
  const put = async (text: string, word: string): Promise<void> => {
    if (await parts.copyText(text)) say(word)
    else uncopied.value = text
  }

  const copyJson = async ({ place, variable }: VariableRow): Promise<void> => {
    if (place === undefined) {
      if ('value' in variable) await put(jsonOfPreview(variable.value), 'Copied as JSON')
      return
    }
    const copy = await parts.client.copy(parts.tracebackId, place)
    if (!copy.ok) fail(copy.failure)
    else await put(copy.value.text, copy.value.cut ? 'Copied as JSON; it was too much for all of it' : 'Copied as JSON')
  }
  const keep = async ({ place, path }: VariableRow): Promise<void> => {
    const frame = parts.frame.value
    if (frame === undefined || place === undefined) return
    const kept = await parts.client.keep(parts.tracebackId, frame.index, place, path)
    if (!kept.ok) {
      fail(kept.failure)
      return
    }
    say(`Stored as ${kept.value.name}`)
    parts.tell(frame.index, kept.value)
  }

  return {
    said,
    uncopied,
    itemsOf: (row) => {
      if (row.kind !== 'variable') return []
      const copyPath = { label: 'Copy path', run: () => void put(row.path, 'Copied the path') }
      const canEvaluate = parts.canEvaluate() && parts.frame.value?.state === 'live'
      if (canRun(row)) {
        const run = { label: 'Run the getter', run: () => parts.runGetter(row) }
        return canEvaluate ? [run, copyPath] : [copyPath]
      }
      const hasValue = 'value' in row.variable
      const isHidden = !hasValue && row.variable.missing === 'redacted' && row.place !== undefined
      const json = { label: 'Copy value as JSON', run: () => void copyJson(row) }
      const store = { label: 'Store as variable', run: () => void keep(row) }
      return [
        copyPath,
        ...(hasValue ? [json] : []),
        ...((hasValue || isHidden) && row.place !== undefined && canEvaluate ? [store] : []),
      ]
    },
  }
}
