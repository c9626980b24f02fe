/** Control sequences for the terminal: only this file and what uses it may put an escape character into output. */
export const ESC = '\u001b'

export type Style =
  'plain' | 'dim' | 'accent' | 'error' | 'keyword' | 'string' | 'number' | 'function' | 'bracket' | 'selected' | 'ghost'

/** SGR parameters; the colours behind the numbers are the page's own (see `terminal-theme.ts`). */
const PARAMETERS: Readonly<Record<Style, string>> = {
  plain: '',
  dim: '90',
  accent: '91',
  error: '31',
  keyword: '35',
  string: '32',
  number: '33',
  function: '34',
  bracket: '1;4',
  // Not inverse (7): its contrast would not be looked after.
  selected: '30;47',
  ghost: '90;3',
}

/** The first colour behind the sixteen that have names: the background of what is selected. */
const SELECTED = '48;5;16'

/** `text` must have gone through `visible-text.ts`. */
export const paint = (style: Style, text: string, isSelected = false): string => {
  const parameters = [PARAMETERS[style], isSelected ? SELECTED : ''].filter((one) => one !== '').join(';')
  return parameters === '' || text === '' ? text : `${ESC}[${parameters}m${text}${ESC}[0m`
}

export const moveUp = (rows: number): string => (rows > 0 ? `${ESC}[${rows}A` : '')
export const moveRight = (columns: number): string => (columns > 0 ? `${ESC}[${columns}C` : '')
export const ERASE_BELOW = `${ESC}[J`
export const CLEAR_ALL = `${ESC}[H${ESC}[2J${ESC}[3J`
export const BRACKETED_PASTE_ON = `${ESC}[?2004h`
export const HIDE_CURSOR = `${ESC}[?25l`
export const SHOW_CURSOR = `${ESC}[?25h`

/** A hyperlink (OSC 8); `target` is one of our own words, never text from elsewhere. */
export const hyperlink = (target: string, text: string): string =>
  `${ESC}]8;;${target}${ESC}\\${text}${ESC}]8;;${ESC}\\`

const COLOURS = new RegExp(`${ESC}\\[[\\d;:]*m`, 'g')

/** Without colour sequences, which programs that print put there for a terminal's sake. */
export const withoutColours = (text: string): string => text.replace(COLOURS, '')
