import { ERASE_BELOW, HIDE_CURSOR, moveRight, moveUp, SHOW_CURSOR } from './ansi.ts'
import type { PromptLayout } from './prompt-layout.ts'

/** Turns layouts into what a terminal has to be sent so that each replaces the one before. */
export interface PromptPainter {
  readonly draw: (layout: DrawnLayout) => string
  /** Takes the prompt off; the cursor stands where its first row was. */
  readonly erase: () => string
  /** Leaves `layout` in the scrollback and starts a new line below it. */
  readonly commit: (layout: DrawnLayout) => string
}

type DrawnLayout = Pick<PromptLayout, 'rows' | 'cursorRow' | 'cursorColumn'>

export const createPainter = (): PromptPainter => {
  // The row of the drawn prompt in which the cursor stands: all there is to know to find the way back.
  let cursorRow = 0
  const erase = (): string => {
    const sequence = `${moveUp(cursorRow)}\r${ERASE_BELOW}`
    cursorRow = 0
    return sequence
  }
  return {
    erase,
    draw: (layout) => {
      const back = erase()
      cursorRow = layout.cursorRow
      const up = moveUp(layout.rows.length - 1 - layout.cursorRow)
      return `${HIDE_CURSOR}${back}${layout.rows.join('\r\n')}${up}\r${moveRight(layout.cursorColumn)}${SHOW_CURSOR}`
    },
    commit: (layout) => `${erase()}${layout.rows.join('\r\n')}\r\n`,
  }
}
