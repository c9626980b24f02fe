import type { Locator } from '@playwright/test'
import { expect, test } from './inquest-test.ts'
import { PIN, useShop } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterConsole, followBreakage, frameButton, openUnlocked, scopeTree, shownFrame } from './visitor.ts'

const shop = useShop()

test('a question mark shows the keys, Escape puts them away', async ({ page }) => {
  await openUnlocked(page, shop().origin, 'A label for Tromsø')
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: 'Keys' })
  await expect(dialog).toBeVisible()
  await expect(dialog).toContainText('next, previous frame')
  await page.keyboard.press('j')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(shownFrame(page, 'parseRate'), 'the dialog kept the j').toBeVisible()
  await page.keyboard.press('?')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toHaveCount(0)
})

test('Enter goes into the console, Escape and Shift-Tab out of it', async ({ page }) => {
  await openUnlocked(page, shop().origin, 'A label for Tromsø')
  await enterConsole(page)
  const { input, shows, type } = terminalOf(page)
  // Letters are text there, not commands.
  await type('"jk?"')
  await input.press('Enter')
  await shows(/^› "jk\?"\n'jk\?'\n›$/)
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.keyboard.press('Escape')
  await expect(frameButton(page, 'parseRate')).toBeFocused()
  await page.keyboard.press('j')
  await expect(shownFrame(page, 'rateFor')).toBeVisible()
  await enterConsole(page)
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: 'Close console' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(input).toHaveCount(0)
})

test('from the first page to a value without a mouse', async ({ page }) => {
  await followBreakage(page, shop().origin, 'A label for Tromsø')
  // Again where it came before the page listened.
  await expect(async () => {
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('PIN')).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.type(PIN)
  await page.keyboard.press('Enter')
  await expect(scopeTree(page)).toBeVisible()
  await expect(frameButton(page, 'parseRate'), 'the focus goes on at the frame').toBeFocused()

  const tabTo = async (target: Locator): Promise<void> => {
    while (!(await target.evaluate((element) => element === document.activeElement))) await page.keyboard.press('Tab')
  }
  await tabTo(page.getByRole('treeitem').first())
  await tabTo(page.getByRole('button', { name: 'Open console' }))
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('treeitem', { name: /^carrier / })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('treeitem', { name: "name 'Postlink'" })).toBeVisible()
})

test('the first Tab offers to skip to the failing frame', async ({ page }) => {
  await followBreakage(page, shop().origin, 'A label for Tromsø')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the failing frame' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})
