import { countOf } from '../text/moment.ts'
import { shorten, showLine } from '../text/visible-text.ts'
import type { EditorState } from './editor-state.ts'
import { selectedText } from './selection.ts'

const SPOKEN_LENGTH = 500

/**
 * What a screen reader has to be told of a change that was not typed letter by letter: the browser reads out only what
 * is. Undefined where there is nothing to say.
 */
export const whatToAnnounce = (before: EditorState, after: EditorState): string | undefined => {
  if (after.list !== undefined && after.list.selected !== before.list?.selected) {
    const item = after.list.items[after.list.selected]
    if (item === undefined) return countOf(after.list.items.length, 'completion')
    return showLine([item.label, item.detail ?? item.kind].join(', '))
  }
  if (after.search !== undefined) {
    if (after.search.at === -1) return 'nothing found'
    return after.text === before.text ? undefined : after.text
  }
  if (after.historyAt !== before.historyAt && after.text !== '') return after.text
  const [was, is] = [selectedText(before), selectedText(after)]
  if (is === was) return undefined
  if (is !== '') return `${showLine(shorten(is, SPOKEN_LENGTH))}, selected`
  return after.text === before.text ? 'nothing selected' : undefined
}
