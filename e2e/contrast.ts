import type { Page } from '@playwright/test'

/** WCAG 2.2, 1.4.3: for text of normal size; large text needs less, and we give it the same. */
const ENOUGH = 4.5

/** The visible texts whose colour is too near to that of their ground, as `text: ratio`. */
export function contrastFailures(page: Page): Promise<readonly string[]> {
  return page.evaluate((enough) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    if (canvas === null) throw new Error('no canvas')
    /** Whatever notation a colour has: painted, then read. */
    const paintOver = (colours: readonly string[]): readonly number[] => {
      canvas.fillStyle = matchMedia('(prefers-color-scheme: dark)').matches ? 'black' : 'white'
      for (const colour of [undefined, ...colours]) {
        if (colour !== undefined) canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
      }
      return [...canvas.getImageData(0, 0, 1, 1).data]
    }
    const luminance = (rgb: readonly number[]): number => {
      const [r = 0, g = 0, b = 0] = rgb.map((part) => {
        const share = part / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const failures = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? ''
      const element = node.parentElement
      if (text === '' || element === null || !element.checkVisibility({ opacityProperty: true })) continue
      // Not there to be read: for screen readers only, or the face of a button that does nothing now.
      if (element.closest('.offscreen, .skip, .xterm-accessibility, .xterm-helpers, [aria-hidden=true].button'))
        continue
      if (element.closest('noscript, script')) continue
      const grounds: string[] = []
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        grounds.unshift(getComputedStyle(at).backgroundColor)
      }
      const ground = luminance(paintOver(grounds))
      const ink = luminance(paintOver([...grounds, getComputedStyle(element).color]))
      const ratio = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05)
      if (ratio < enough) failures.add(`${text.slice(0, 40)}: ${ratio.toFixed(2)}`)
    }
    return [...failures]
  }, ENOUGH)
}
