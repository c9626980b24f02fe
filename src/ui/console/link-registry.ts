import type { ValueView } from '../../shared/traceback.ts'
import { shorten } from '../text/visible-text.ts'
import type { FrameEvaluator } from './frame-evaluator.ts'
import type { TranscriptLinks } from './transcript-ansi.ts'

/**
 * What the links of a transcript lead to. A link's target in the terminal is a word of ours, never text that came from
 * elsewhere: what is not registered here leads nowhere.
 */
export interface LinkRegistry {
  /** The links of one answer; `source` names its value in the tree. */
  readonly linksOf: (source: string) => TranscriptLinks
  readonly follow: (target: string) => void
  readonly inspectLast: () => void
}

/** The oldest go first: they have scrolled out of the terminal's memory. */
const KEPT = 2000

export const createLinkRegistry = (to: Pick<FrameEvaluator, 'inspect' | 'openPosition'>): LinkRegistry => {
  const targets = new Map<string, () => void>()
  let results = 0
  let inspectLast = (): void => undefined

  const register = (target: string, follow: () => void): string => {
    targets.delete(target)
    targets.set(target, follow)
    const [oldest] = targets.keys()
    if (targets.size > KEPT && oldest !== undefined) targets.delete(oldest)
    return target
  }
  const linkValue = (source: string, value: ValueView): string | undefined => {
    if (value.ref === undefined) return undefined
    const label = shorten(source.replace(/\s+/g, ' '), 40)
    inspectLast = () => to.inspect(label, value)
    return register(`inquest:result-${++results}`, inspectLast)
  }

  return {
    linksOf: (source) => ({
      value: (value) => linkValue(source, value),
      position: (position) => {
        const openable = to.openPosition(position)
        if (openable === undefined) return undefined
        const { file, line, column } = position
        const target = `inquest:position-${line}-${column}-${encodeURIComponent(file)}`
        return { target: register(target, openable.open), label: openable.label }
      },
    }),
    follow: (target) => targets.get(target)?.(),
    inspectLast: () => inspectLast(),
  }
}
