import type { Page } from '@playwright/test'
import { expect, test } from './inquest-test.ts'
import { useShop } from './shop.ts'
import { chooseFrom, followBreakage, openUnlocked } from './visitor.ts'

const shop = useShop()
test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

/** What is on the clipboard after that item of the menu. */
async function copied(page: Page, item: string): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await chooseFrom(page, 'Copy', item)
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('')
  return page.evaluate(() => navigator.clipboard.readText())
}

test('a traceback is copied as text, Markdown and curl', async ({ page, request }) => {
  await openUnlocked(page, shop().origin, 'A coupon for tea')

  const text = await copied(page, 'as text')
  expect(text).toMatch(/^TypeError: Cannot read properties of undefined \(reading 'price'\)\nGET \/cart\/total\?/)
  expect(text).toMatch(/\nreducedPrices {2}examples\/shop\/discounts\.ts:58:27\n/)
  expect(text).toContain("sku = 'tea-caddy'")

  const markdown = await copied(page, 'as Markdown')
  expect(markdown).toMatch(/^#+ .*TypeError/)
  expect(markdown).toContain('```')
  expect(markdown).toContain('const exact = product.price * share')
  expect(markdown).toMatch(/Node(?:\.js)? v?24\./)

  const curl = await copied(page, 'as curl command')
  expect(curl).toMatch(/^(?:# .*\n)?curl /)
  expect(curl).not.toContain('inquest_session')
  const url = /'(http[^']+)'/.exec(curl)?.[1] ?? ''
  expect(url).toBe(`${shop().origin}/cart/total?items=stoneware-teapot:1,speckled-mug:4&coupon=TEATIME`)
  expect((await request.get(url)).status()).toBe(500)
})

test('a stranger copies the stack and nothing else', async ({ page }) => {
  await followBreakage(page, shop().origin, 'A coupon for tea')
  await page.getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['the stack'])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible()
  const stack = await page.evaluate(() => navigator.clipboard.readText())
  expect(stack).toMatch(/^TypeError: .*\n {4}at reducedPrices \(.*discounts\.ts:58:27\)\n/)
})

test.describe('where the browser forbids the clipboard', () => {
  test.use({ permissions: [] })

  test('the report can be copied by hand', async ({ page }) => {
    await openUnlocked(page, shop().origin, 'A coupon for tea')
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
      Object.defineProperty(document, 'execCommand', { value: () => false })
    })
    await chooseFrom(page, 'Copy', 'as text')
    const dialog = page.getByRole('dialog', { name: 'Copy by hand' })
    await expect(dialog.getByRole('textbox', { name: 'Text to copy' })).toHaveValue(/^TypeError: /)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(dialog).toHaveCount(0)
  })
})
