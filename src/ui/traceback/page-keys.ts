/** What a key means on the traceback page. */
export type PageCommand =
  'next-frame' | 'previous-frame' | 'next-error' | 'previous-error' | 'enter-console' | 'show-keys'

/** Where the focus is: keys belong to whatever has it, unless it has no use for them. */
export type FocusPlace = 'page' | 'frame' | 'control' | 'typing'

const LETTERS: Readonly<Record<string, PageCommand>> = {
  j: 'next-frame',
  k: 'previous-frame',
  ']': 'next-error',
  '[': 'previous-error',
  '?': 'show-keys',
}

const ARROWS: Readonly<Record<string, PageCommand>> = { ArrowDown: 'next-frame', ArrowUp: 'previous-frame' }

/** `selected`: the focus is on the frame that is shown already, so that Enter has nothing to select. */
export const pageCommand = (key: string, place: FocusPlace, selected: boolean): PageCommand | undefined => {
  if (place === 'typing') return undefined
  const letter = LETTERS[key]
  if (letter !== undefined || place === 'control') return letter
  if (key === 'Enter') return place === 'page' || selected ? 'enter-console' : undefined
  return ARROWS[key]
}

export const focusPlace = (element: Element | null): FocusPlace => {
  if (element === null || element === document.body) return 'page'
  if (element.matches('input, textarea, select, [contenteditable]')) return 'typing'
  if (element.matches('.frame')) return 'frame'
  return 'control'
}
