/**
 * Puts `text` on the clipboard. `navigator.clipboard` exists only in secure contexts, and a staging host may be plain
 * http, hence the old way as a second try. False: neither worked.
 */
export const copyText = async (text: string): Promise<boolean> => {
  // Typed as always there, but it is missing on plain http.
  const clipboard = navigator.clipboard as Clipboard | undefined
  if (clipboard !== undefined) {
    try {
      await clipboard.writeText(text)
      return true
    } catch {
      // Refused, for example because the page lost focus meanwhile.
    }
  }
  return copyBySelection(text)
}

const copyBySelection = (text: string): boolean => {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.className = 'offscreen'
  // A modal dialog makes everything outside itself inert, the field included.
  const parent = document.querySelector('dialog[open]') ?? document.body
  parent.append(field)
  field.select()
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on plain http
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (before instanceof HTMLElement) before.focus()
  }
}
