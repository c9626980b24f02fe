import type { Frame } from '../../shared/traceback.ts'
import type { OpenPosition, SourcePosition } from '../console/source-position.ts'
import { displayPath, plainPath } from '../text/display-path.ts'
import { editorLink } from './editor-link.ts'
import type { ChainTab } from './error-chain.ts'
import type { TracebackModel } from './traceback-model.ts'

/** Where on the page a position is to be seen. */
export interface PagePlace {
  readonly tab: number
  readonly frame: Frame
}

/** `file` names the frame's file: the whole path, or its end from a folder on. */
const isFileOf = (file: string, frame: Frame): boolean => {
  const path = plainPath(file).replace(/^(?:\.\/)+/, '')
  const own = plainPath(frame.location.file)
  return own === path || own.endsWith(`/${path}`)
}

const showsLine = ({ location, excerpt }: Frame, line: number): boolean =>
  location.line === line ||
  (excerpt !== undefined && line >= excerpt.startLine && line < excerpt.startLine + excerpt.lines.length)

/** The frames in whose file the position is, those of the tab at hand first. */
const framesOf = (file: string, tabs: readonly ChainTab[], tabIndex: number): readonly PagePlace[] =>
  tabs
    .flatMap(({ frames }, tab) => frames.map((frame) => ({ tab, frame })))
    .filter(({ frame }) => isFileOf(file, frame))
    .sort((one, other) => Number(other.tab === tabIndex) - Number(one.tab === tabIndex))

/** The frame that failed in that line, else one whose source has it in sight. */
export const placeOnPage = (
  { file, line }: SourcePosition,
  tabs: readonly ChainTab[],
  tabIndex: number,
): PagePlace | undefined => {
  const places = framesOf(file, tabs, tabIndex)
  return places.find(({ frame }) => frame.location.line === line) ?? places.find(({ frame }) => showsLine(frame, line))
}

type PositionPage = Pick<TracebackModel, 'editorUrl' | 'showLine'> & {
  readonly tabs: { readonly value: readonly ChainTab[] }
  readonly tabIndex: { readonly value: number }
  readonly root: { readonly value: string }
}

/** Positions in the console open in the editor where one is set, else on the page where its source is there. */
export const createPositionOpener =
  (model: PositionPage, focusFrame: () => void): OpenPosition =>
  (position) => {
    const tabs = model.tabs.value
    const { file, line, column } = position
    // A shortened path is that of the frame it fits.
    const known = framesOf(file, tabs, model.tabIndex.value)[0]?.frame.location.file ?? file
    const address = editorLink(model.editorUrl, { file: known, line, column })
    const label = `${displayPath(known, model.root.value)}:${line}:${column}`
    if (address !== undefined) return { label, open: () => followAddress(address) }
    const place = placeOnPage(position, tabs, model.tabIndex.value)
    if (place === undefined) return undefined
    const open = (): void => {
      model.showLine(place.tab, place.frame.index, line)
      // The console of another frame takes the place of this one, and the keys with it.
      focusFrame()
    }
    return { label, open }
  }

/** As a click on a link would: the scheme is an editor's, and the page stays. */
const followAddress = (address: string): void => {
  const link = document.createElement('a')
  link.href = address
  link.click()
}
