import { expect, type Locator, type Page } from '@playwright/test'

/** The console of the frame that is shown, read as a screen reader reads it: row by row. */
export interface Terminal {
  readonly input: Locator
  /** What its visible rows say, top to bottom, without the empty ones at the end. */
  readonly rows: () => Promise<readonly string[]>
  readonly shows: (text: string | RegExp) => Promise<void>
  readonly type: (text: string) => Promise<void>
  /** Types `source`, presses Enter and gives back what then stands between it and the next prompt. */
  readonly evaluate: (source: string) => Promise<string>
}

const PROMPT = '› '
const CONTINUATION = '… '

export function terminalOf(page: Page): Terminal {
  const console = page.getByRole('region', { name: /^Console/ })
  const input = console.getByRole('textbox', { name: 'Console input' })

  const rows = async (): Promise<readonly string[]> => {
    const texts = await console.getByRole('listitem').allTextContents()
    const lines = texts.map((text) => text.replaceAll('\u00a0', ' ').trimEnd())
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1)
  }
  const shows = async (text: string | RegExp): Promise<void> => {
    const pattern = typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text)
    await expect.poll(async () => (await rows()).join('\n'), { message: `the terminal shows ${text}` }).toEqual(pattern)
  }
  const type = (text: string): Promise<void> => input.pressSequentially(text)

  const evaluate = async (source: string): Promise<string> => {
    const echo = source.split('\n')
    // The same input twice on the screen could be taken for its own answer.
    if (answerTo(await rows(), echo) !== undefined) await input.press('Control+l')
    await expect.poll(async () => answerTo(await rows(), echo)).toBeUndefined()
    for (const [index, line] of source.split('\n').entries()) {
      if (index > 0) await input.press('Shift+Enter')
      await type(line)
    }
    await input.press('Enter')
    let answer: string | undefined
    await expect
      .poll(async () => (answer = answerTo(await rows(), echo)), { message: `the terminal answers to ${source}` })
      .toBeDefined()
    return answer ?? ''
  }
  return { input, rows, shows, type, evaluate }
}

/** The rows below the last `echo` in the scrollback, up to the prompt that follows; undefined as long as there is none. */
function answerTo(rows: readonly string[], echo: readonly string[]): string | undefined {
  const at = rows.findLastIndex((_, first) => echo.every((line, index) => isEcho(rows[first + index], line, index)))
  if (at === -1) return undefined
  const below = rows.slice(at + echo.length)
  const end = below.findIndex((row) => row.startsWith(PROMPT.trimEnd()))
  return end === -1 ? undefined : below.slice(0, end).join('\n')
}

/** The console indents continuation lines by itself. */
function isEcho(row: string | undefined, line: string, index: number): boolean {
  const sign = index === 0 ? PROMPT : CONTINUATION
  return row?.startsWith(sign) === true && row.slice(sign.length).trim() === line.trim()
}
