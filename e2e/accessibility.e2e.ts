import type { Page } from '@playwright/test'
import { expect, test } from './inquest-test.ts'
import { type Outline, outlineOf } from './outline.ts'
import { useShop } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterConsole, enterPin, followBreakage, openUnlocked, scopeTree } from './visitor.ts'

const shop = useShop()

/** Names, order of headings and landmarks: what holds on every page of ours. */
async function checkOutline(page: Page): Promise<Outline> {
  const outline = await outlineOf(page)
  expect(outline.unnamed, 'controls without a name').toEqual([])
  expect(outline.headings.filter(([level]) => level === 1)).toHaveLength(1)
  expect.soft(outline.skippedLevels, 'headings that skip a level').toEqual([])
  expect(outline.landmarks.filter((landmark) => landmark === 'main')).toHaveLength(1)
  expect(new Set(outline.landmarks).size, `landmarks of one name: ${outline.landmarks.join(', ')}`).toBe(
    outline.landmarks.length,
  )
  await expect(page).toHaveTitle(/\S/)
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  return outline
}

test('the locked page', async ({ page }) => {
  await followBreakage(page, shop().origin, 'What Zoe prefers')
  const { landmarks } = await checkOutline(page)
  expect(landmarks).toEqual([
    'banner',
    'navigation Frames',
    'main',
    'region Source of parsePreferences',
    'region Variables and console are locked',
  ])
  await expect(page).toHaveTitle('Error: Preferences of zoe are unreadable')
  await expect(page.getByRole('textbox', { name: 'PIN' })).toHaveAccessibleDescription(/in the terminal/)
})

test('the page with variables, console, request, menus and dialog', async ({ page }) => {
  await openUnlocked(page, shop().origin, 'What Zoe prefers')
  await page.getByText('GET /customers/zoe/preferences').click()
  await page
    .getByRole('button', { name: /in hono/ })
    .first()
    .click()
  await page.keyboard.press('j')
  await page.getByRole('button', { name: 'Open console' }).click()
  await terminalOf(page).converses(`
    › customerId
    'zoe'
  `)
  const { landmarks } = await checkOutline(page)
  expect(landmarks.slice(landmarks.indexOf('main'))).toEqual([
    'main',
    'region Source of findPreferences',
    'region Variables',
    'region Console · findPreferences',
  ])
  for (const menu of ['Copy', 'More actions']) {
    await page.getByRole('button', { name: menu }).click()
    await expect(page.getByRole('menu', { name: menu })).toBeVisible()
    await checkOutline(page)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: menu })).toBeFocused()
  }
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  expect((await outlineOf(page)).unnamed).toEqual([])
})

test('the overview and its unlock form', async ({ page }) => {
  await followBreakage(page, shop().origin, 'What Zoe prefers')
  await page.goto(`${shop().origin}/__inquest__/`)
  await expect(page.getByRole('heading', { name: 'Unlock this browser' })).toBeVisible()
  await checkOutline(page)
  await expect(page.getByLabel('PIN')).toBeFocused()
  await enterPin(page)
  await expect(page.getByRole('heading', { name: 'Tracebacks' })).toBeVisible()
  await checkOutline(page)
  await expect(page.getByRole('complementary', { name: 'State of the debugger' })).toContainText('armed')
  await page
    .getByRole('link', { name: /Preferences of zoe/ })
    .first()
    .click()
  await expect(scopeTree(page)).toBeVisible()
})

test('what an answer says is announced, and only that', async ({ page }) => {
  await openUnlocked(page, shop().origin, 'A label for Tromsø')
  await enterConsole(page)
  const { input, shows, type } = terminalOf(page)
  await type('days * 14')
  await input.press('Enter')
  await shows(/› days \* 14\n42\n›$/)
  const announced = page.getByRole('region', { name: /^Console/ }).locator('[aria-live=assertive]')
  await expect(announced).toContainText('42')
  await expect(announced, 'a prompt that is drawn again is nothing new').not.toContainText(/› d› da/)
})
