import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './inquest-test.ts'
import { useShop } from './shop.ts'
import { type Terminal, terminalOf } from './terminal.ts'
import { enterConsole, openUnlocked } from './visitor.ts'
import { parseWalkthrough, type WalkthroughStep } from './walkthrough-script.ts'

const WALKTHROUGH = 'examples/shop/WALKTHROUGH.md'

const shop = useShop()
test.use({ viewport: { width: 1280, height: 1400 } })

test('the walkthrough is true to the letter, and the label is printed in the end', async ({ page }) => {
  const steps = parseWalkthrough(readFileSync(WALKTHROUGH, 'utf8'))
  expect(steps.length).toBeGreaterThan(15)
  await openUnlocked(page, shop().origin, 'A label for Tromsø')
  await enterConsole(page)
  const terminal = terminalOf(page)
  /** Per frame, the lines above its prompt. */
  const transcripts = new Map<string, readonly string[]>()

  for (const step of steps) {
    await type(page, terminal, step)
    const above = transcripts.get(step.frame) ?? []
    const expected = [...above, ...step.shown, ...(step.finished ? ['›'] : [])]
    const screen = async (): Promise<string> => {
      const lines = (await terminal.drawn()).split('\n')
      const height = await page.locator('.xterm-rows > div').count()
      // What has scrolled out of sight was compared when it was there.
      return [...expected.slice(0, Math.max(0, expected.length - height)), ...lines].join('\n')
    }
    await expect.poll(screen, { message: `${WALKTHROUGH}:${step.line}`, intervals: [50] }).toBe(expected.join('\n'))
    if (step.finished) transcripts.set(step.frame, [...above, ...step.shown])
  }

  const response = await page.reload()
  expect(response?.status()).toBe(200)
  await expect(page.getByText('€24.90')).toBeVisible()
})

async function type(page: Page, { drawn, input }: Terminal, step: WalkthroughStep): Promise<void> {
  const { keyboard } = page
  for (const part of step.moves) await press(part)
  await expect(page.getByRole('region', { name: `Console · ${step.frame}` })).toBeVisible()
  await expect(input).toBeFocused()
  for (const part of step.input) await press(part)

  async function press(part: WalkthroughStep['input'][number]): Promise<void> {
    if (typeof part === 'string') return keyboard.type(part)
    const before = await drawn()
    await keyboard.press(part.key)
    // The list of completions is waited for before one types on; a single completion may be there in grey already.
    const changed = async (): Promise<boolean> => (await drawn()) !== before
    for (let turn = 0; part.key === 'Tab' && turn < 20 && !(await changed()); turn++) await page.waitForTimeout(50)
  }
}
