import { shorten, showLine } from '../text/visible-text.ts'
import { suggestFrom } from './completion-list.ts'
import type { EditorState } from './editor-state.ts'
import type { FrameEvaluator } from './frame-evaluator.ts'
import { isIncomplete } from './incomplete-source.ts'

/**
 * What is shown before Enter: the rest of a name in grey, and what the line would give. Both are asked for when typing
 * rests, and whatever arrives after the text has changed is dropped.
 */
export interface LookAhead {
  /** Call after every change of the state. */
  readonly follow: (state: EditorState) => void
  readonly stop: () => void
}

interface Show {
  /** Gives back what is suggested now. */
  readonly suggest: (update: (state: EditorState) => EditorState) => string
  readonly preview: (text: string) => void
}

const REST_MS = 180
const PREVIEW_LENGTH = 80
const SOURCE_LIMIT = 500

const isWorthPreview = (source: string): boolean =>
  source.trim() !== '' && !source.includes('\n') && source.length <= SOURCE_LIMIT && !isIncomplete(source)

const endsInName = (text: string): boolean => /[\p{ID_Continue}$.#]$/u.test(text)

export const createLookAhead = (evaluator: Pick<FrameEvaluator, 'complete' | 'preview'>, show: Show): LookAhead => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let request: AbortController | undefined
  let followed = ''
  // A route that is not there, or not for us, is not asked again.
  let completes = true
  let previews = true

  const stop = (): void => {
    clearTimeout(timer)
    request?.abort()
    request = undefined
  }

  const suggest = async (source: string, signal: AbortSignal): Promise<string> => {
    if (!completes || !endsInName(source)) return ''
    const result = await evaluator.complete(source, source.length, signal)
    if (signal.aborted) return ''
    if (result.ok) return show.suggest((state) => suggestFrom(state, result.value, source))
    completes = result.failure.status === 0
    return ''
  }

  const preview = async (source: string, signal: AbortSignal): Promise<void> => {
    if (!previews) return
    const result = await evaluator.preview(source, signal)
    if (signal.aborted) return
    if (!result.ok) previews = result.failure.status === 0
    else if (result.value.kind === 'value') {
      const [line = ''] = result.value.text.split('\n')
      if (line !== source.trim()) show.preview(`→ ${shorten(showLine(line), PREVIEW_LENGTH)}`)
    } else if (result.value.kind === 'refused' && /^(?:gone|disabled)$/.test(result.value.code)) previews = false
  }

  /** The preview is of the line as one reads it: with the suggestion. */
  const look = async ({ text, cursor }: EditorState, signal: AbortSignal): Promise<void> => {
    const source = text + (cursor === text.length ? await suggest(text, signal) : '')
    if (!signal.aborted && isWorthPreview(source)) await preview(source, signal)
  }

  return {
    stop,
    follow: (state) => {
      const quiet = state.pending || state.search !== undefined || state.list !== undefined
      const source = quiet ? '' : state.text
      if (source === followed) return
      followed = source
      stop()
      show.preview('')
      if (source.trim() === '') return
      timer = setTimeout(() => {
        const { signal } = (request = new AbortController())
        void look(state, signal)
      }, REST_MS)
    },
  }
}
