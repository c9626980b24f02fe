import { expect, type Locator, type Page } from '@playwright/test'

/**
 * The console of the frame that is shown, read as a screen reader reads it: row by row. The terminal brings these rows up
 * to date once a second, so that a whole conversation costs no more than a single line.
 */
export interface Terminal {
  readonly input: Locator
  readonly type: (text: string) => Promise<void>
  /** What the visible rows say, top to bottom. How far a row is indented is left out. */
  readonly rows: () => Promise<readonly string[]>
  /** The rows as they are drawn: at once, indented as they are, up to the last that is not empty. */
  readonly drawn: () => Promise<string>
  /** That what is drawn has this in it. */
  readonly draws: (text: string | RegExp) => Promise<void>
  /** The drawn cells of a text, to be pointed at; the last of several. */
  readonly cellsOf: (text: string) => Promise<{ readonly x: number; readonly y: number; readonly width: number }>
  /** That the rows, as lines, have this in them. */
  readonly shows: (text: string | RegExp) => Promise<void>
  /**
   * Clears the screen, types the lines of `transcript` that start with `› ` (or, where an input has several, `… `), and
   * expects the others to be what comes back. No line may be wider than the terminal.
   */
  readonly converses: (transcript: string) => Promise<void>
  /** The same for a single input; gives back what then stands between it and the next prompt. */
  readonly evaluate: (source: string) => Promise<string>
}

const PROMPT = '›'
const CONTINUATION = '…'
const SOON = [50]

export function terminalOf(page: Page): Terminal {
  const console = page.getByRole('region', { name: /^Console/ })
  const input = console.getByRole('textbox', { name: 'Console input' })

  const rows = async (): Promise<readonly string[]> => {
    const texts = await console.getByRole('listitem').allTextContents()
    // What is empty is filled with non-breaking spaces.
    const lines = texts.map((text) => text.replaceAll('\u00a0', ' ').trim().replace(/^…\s+/, '… '))
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1)
  }
  const screen = async (): Promise<string> => (await rows()).join('\n')
  const drawnRows = console.locator('.xterm-rows > div')
  const drawn = async (): Promise<string> => {
    const texts = await drawnRows.allTextContents()
    return texts
      .map((text) => text.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd()
  }
  const draws = async (text: string | RegExp): Promise<void> => {
    const pattern = typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text)
    await expect.poll(drawn, { message: `the terminal draws ${text}`, intervals: SOON }).toEqual(pattern)
  }
  const cellsOf = async (text: string): Promise<{ x: number; y: number; width: number }> => {
    await draws(text)
    const lines = (await drawn()).split('\n')
    const row = lines.findLastIndex((line) => line.includes(text))
    const box = await drawnRows.nth(row).boundingBox()
    const cell = await console.locator('.xterm-char-measure-element').first().evaluate(measureCell)
    if (box === null) throw new Error(`"${text}" is not in sight`)
    const column = lines[row]?.lastIndexOf(text) ?? 0
    return { x: box.x + column * cell, y: box.y + box.height / 2, width: text.length * cell }
  }
  const shows = async (text: string | RegExp): Promise<void> => {
    const pattern = typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text)
    await expect.poll(screen, { message: `the terminal shows ${text}`, intervals: SOON }).toEqual(pattern)
  }
  const type = (text: string): Promise<void> => input.pressSequentially(text)

  const enter = async (inputs: readonly string[]): Promise<void> => {
    await input.press('Control+l')
    for (const [index, line] of inputs.entries()) {
      if (index > 0) await input.press(line.startsWith(CONTINUATION) ? 'Shift+Enter' : 'Enter')
      await type(line.slice(PROMPT.length).trim())
    }
    await input.press('Enter')
  }
  const converses = async (transcript: string): Promise<void> => {
    const lines = transcript.trim().split(/\n\s*/)
    await enter(lines.filter((line) => line.startsWith(PROMPT) || line.startsWith(CONTINUATION)))
    await expect.poll(screen, { message: 'the terminal shows', intervals: SOON }).toBe([...lines, PROMPT].join('\n'))
  }
  const evaluate = async (source: string): Promise<string> => {
    await enter([`${PROMPT} ${source}`])
    const [before, after] = [`${PROMPT} ${source}\n`, `\n${PROMPT}`]
    let text = ''
    await expect
      .poll(async () => (text = await screen()).startsWith(before) && text.endsWith(after), {
        message: `the terminal answers to ${source}`,
        intervals: SOON,
      })
      .toBe(true)
    return text.slice(before.length, -after.length)
  }
  return { input, type, rows, drawn, draws, cellsOf, shows, converses, evaluate }
}

/** Pixels of a cell: xterm measures a run of 32 characters. */
function measureCell(element: Element): number {
  return element.getBoundingClientRect().width / 32
}
