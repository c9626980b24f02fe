import { expect, type Locator, type Page } from '@playwright/test'
import { PIN } from './shop.ts'

/** From the shop's first page to one of the things that break. */
export async function followBreakage(page: Page, origin: string, title: string): Promise<void> {
  await page.goto(origin)
  await page.getByRole('link', { name: title }).click()
  await expect(page.getByRole('navigation', { name: 'Frames' })).toBeVisible()
}

export async function enterPin(page: Page, pin: string = PIN): Promise<void> {
  await page.getByLabel('PIN').fill(pin)
  await page.getByRole('button', { name: 'Unlock' }).click()
}

/** A breakage with its variables in sight. */
export async function openUnlocked(page: Page, origin: string, title: string): Promise<void> {
  await followBreakage(page, origin, title)
  await enterPin(page)
  await expect(scopeTree(page)).toBeVisible()
}

export const scopeTree = (page: Page): Locator => page.getByRole('tree', { name: /^Variables in/ })

/** The frame that is shown, by the heading over its source. */
export const shownFrame = (page: Page, functionName: string): Locator =>
  page.getByRole('heading', { level: 2, name: new RegExp(` in ${functionName}$`) })

export const frameButton = (page: Page, functionName: string): Locator =>
  page.getByRole('navigation', { name: 'Frames' }).getByRole('button', { name: new RegExp(`^${functionName} `) })

export async function chooseFrom(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Into the console by the keyboard, as the keys dialog says. */
export async function enterConsole(page: Page): Promise<void> {
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Console input' })).toBeFocused()
}

/** Pixels that the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
