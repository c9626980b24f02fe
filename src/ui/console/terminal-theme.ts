import type { ITheme } from '@xterm/xterm'

/** The page's own colours under the numbers that `ansi.ts` uses. */
export const readTheme = (element: Element): ITheme => {
  const style = getComputedStyle(element)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const foreground = colour('--fg')
  const background = colour('--soft')
  return {
    foreground,
    background,
    cursor: foreground,
    cursorAccent: background,
    selectionBackground: colour('--selection'),
    black: background,
    red: colour('--accent'),
    green: colour('--string'),
    yellow: colour('--number'),
    blue: colour('--function'),
    magenta: colour('--keyword'),
    cyan: colour('--function'),
    white: foreground,
    brightBlack: colour('--dim'),
    brightRed: colour('--accent'),
    brightWhite: foreground,
    extendedAnsi: [colour('--selection')],
  }
}
