import type { FrameEvaluator } from './frame-evaluator.ts'
import type { TerminalConsole } from './terminal.ts'

/** The consoles of a page: one per frame, kept while others are looked at. */
export interface ConsoleShelf {
  /** The element of the frame's console; `undefined` where the terminal could not be loaded. */
  readonly open: (frame: number) => Promise<OpenConsole | undefined>
  readonly dispose: () => void
}

export interface OpenConsole {
  readonly element: HTMLElement
  readonly terminal: TerminalConsole
}

/** A terminal holds a few megabytes; the one used longest ago goes first. */
export const CONSOLES_KEPT = 8

type OpenTerminal = (element: HTMLElement, evaluator: FrameEvaluator) => TerminalConsole

/**
 * `load` brings the terminal's code; `place` puts a new element into the page, because a terminal measures its
 * characters when it is opened and can only do so while it is laid out.
 */
export const createShelf = (
  load: () => Promise<OpenTerminal>,
  place: (element: HTMLElement) => void,
  evaluatorOf: (frame: number) => FrameEvaluator,
): ConsoleShelf => {
  const consoles = new Map<number, OpenConsole>()
  let loading: Promise<OpenTerminal> | undefined

  const makeRoom = (): void => {
    const [oldest] = consoles
    if (consoles.size < CONSOLES_KEPT || oldest === undefined) return
    oldest[1].terminal.dispose()
    oldest[1].element.remove()
    consoles.delete(oldest[0])
  }

  return {
    open: async (frame) => {
      let open: OpenTerminal
      try {
        open = await (loading ??= load())
      } catch {
        // Asked for again next time: the app may have been restarting.
        loading = undefined
        return undefined
      }
      const known = consoles.get(frame)
      // Put last again: the map's order is the order of use.
      consoles.delete(frame)
      if (known !== undefined) {
        consoles.set(frame, known)
        place(known.element)
        return known
      }
      makeRoom()
      const element = document.createElement('div')
      element.className = 'terminal'
      place(element)
      const made = { element, terminal: open(element, evaluatorOf(frame)) }
      consoles.set(frame, made)
      return made
    },
    dispose: () => {
      for (const { terminal } of consoles.values()) terminal.dispose()
      consoles.clear()
    },
  }
}
