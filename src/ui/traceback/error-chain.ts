import type { ErrorChainLink, Frame, Traceback, TracedError } from '../../shared/traceback.ts'

/** One tab: the error that was thrown, or one in its chain of causes and members. */
export interface ChainTab {
  readonly label: string
  readonly depth: number
  readonly error: TracedError
  readonly frames: readonly Frame[]
}

/** More tabs than anybody reads; an AggregateError can have thousands of members. */
export const TABS_SHOWN = 50

/** The chain as tabs, depth first, in the order in which the errors name each other. */
export const chainTabs = (traceback: Pick<Traceback, 'error' | 'frames'>): readonly ChainTab[] => {
  const tabs: ChainTab[] = [{ label: traceback.error.name, depth: 0, error: traceback.error, frames: traceback.frames }]
  const visit = (links: readonly ErrorChainLink[], depth: number): void => {
    const members = links.filter((link) => link.relation === 'member')
    for (const link of links) {
      if (tabs.length >= TABS_SHOWN) return
      const label =
        link.relation === 'cause'
          ? `caused by ${link.error.name}`
          : `${members.indexOf(link) + 1} of ${members.length}: ${link.error.name}`
      tabs.push({ label, depth, error: link.error, frames: link.frames })
      visit(link.error.causes, depth + 1)
    }
  }
  visit(traceback.error.causes, 1)
  return tabs
}
