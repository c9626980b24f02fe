import type { Frame } from '../../shared/traceback.ts'
import { countOf } from '../text/moment.ts'

/** What the list of frames shows, top to bottom. */
export type FrameItem =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'fold'; readonly key: string; readonly label: string; readonly frames: readonly Frame[] }

const NAMES_SHOWN = 3

/** `express 5.3.0` → `express`, `@hono/node-server 2.1` → `@hono/node-server`. */
const packageName = (frame: Frame): string => {
  if (frame.origin === 'node') return 'node'
  return frame.package?.split(' ')[0] ?? 'dependencies'
}

/** `12 frames in express, node`. */
export const foldLabel = (frames: readonly Frame[]): string => {
  const names = [...new Set(frames.map(packageName))]
  const more = names.length - NAMES_SHOWN
  const shown = more > 0 ? `${names.slice(0, NAMES_SHOWN).join(', ')} and ${more} more` : names.join(', ')
  return `${countOf(frames.length, 'frame')} in ${shown}`
}

/** App frames one by one, every run of others folded into one item. */
export const foldFrames = (frames: readonly Frame[]): readonly FrameItem[] => {
  const items: FrameItem[] = []
  let run: Frame[] = []
  const closeRun = (): void => {
    const [first] = run
    if (first === undefined) return
    items.push({ kind: 'fold', key: `fold-${first.index}`, label: foldLabel(run), frames: run })
    run = []
  }
  for (const frame of frames) {
    if (frame.origin !== 'app') {
      run.push(frame)
      continue
    }
    closeRun()
    items.push({ kind: 'frame', frame })
  }
  closeRun()
  return items
}

/** The frames one can step through: those of closed folds are passed over. */
export const visibleFrames = (items: readonly FrameItem[], openFolds: ReadonlySet<string>): readonly Frame[] =>
  items.flatMap((item) => {
    if (item.kind === 'frame') return [item.frame]
    return openFolds.has(item.key) ? item.frames : []
  })

/** The fold that hides the frame with this index. */
export const foldOf = (items: readonly FrameItem[], index: number): string | undefined =>
  items.flatMap((item) =>
    item.kind === 'fold' && item.frames.some((frame) => frame.index === index) ? [item.key] : [],
  )[0]

/** What is looked at first: the innermost frame of the app, else the innermost one. */
export const firstFrame = (frames: readonly Frame[]): Frame | undefined =>
  frames.find((frame) => frame.origin === 'app') ?? frames[0]
