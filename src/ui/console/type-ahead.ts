/** Keys that are meant for a terminal which is still being loaded, as a terminal reports them. */
export interface TypeAhead {
  readonly begin: () => void
  /** What was typed since, and no more is taken. */
  readonly end: () => string
}

/** What a terminal sends for a key; undefined for those that stay the page's. */
export const terminalInput = (
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>,
): string | undefined => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return undefined
  if (event.key === 'Enter') return '\r'
  if (event.key === 'Backspace') return '\u007f'
  return /^.$/u.test(event.key) ? event.key : undefined
}

/** Whoever presses Enter to get into the console types on at once; the terminal's code may take a moment to come. */
export const createTypeAhead = (page: Pick<Document, 'addEventListener' | 'removeEventListener'>): TypeAhead => {
  let typed = ''
  const onKeyDown = (event: KeyboardEvent): void => {
    const input = terminalInput(event)
    if (input === undefined) return
    typed += input
    event.preventDefault()
    event.stopPropagation()
  }
  return {
    begin: () => page.addEventListener('keydown', onKeyDown, { capture: true }),
    end: () => {
      page.removeEventListener('keydown', onKeyDown, { capture: true })
      const all = typed
      typed = ''
      return all
    },
  }
}
