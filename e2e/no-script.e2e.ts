import { expect, test } from './inquest-test.ts'
import { outlineOf } from './outline.ts'
import { useShop } from './shop.ts'
import { openUnlocked, overflow } from './visitor.ts'

const shop = useShop()

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a failing page is a readable report, without values for a stranger', async ({ page }) => {
    await page.goto(shop().origin)
    await page.getByRole('link', { name: 'What Zoe prefers' }).click()
    const main = page.getByRole('main')
    await expect(main.getByRole('heading', { level: 1 })).toHaveText('Error: Preferences of zoe are unreadable')
    await expect(main).toContainText('GET /customers/zoe/preferences · 500')
    await expect(main.getByRole('heading', { name: /^parsePreferences .*preferences\.ts:19:\d+/ })).toBeVisible()
    await expect(main).toContainText('throw new Error(`Preferences of ${customerId} are unreadable`, { cause })')
    await expect(main.getByRole('heading', { name: /^Caused by: SyntaxError: Unterminated string/ })).toBeVisible()
    await expect(main).toContainText('return JSON.parse(document) as Preferences')
    await expect(main).not.toContainText('newsletter')
    const outline = await outlineOf(page)
    expect(outline.unnamed).toEqual([])
    expect(outline.skippedLevels).toEqual([])
  })

  test('the report fits a narrow screen', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${shop().origin}/orders/1003/label`)
    const title = page.getByRole('heading', { level: 1 })
    await expect(title).toBeInViewport({ ratio: 1 })
    expect.soft(await overflow(page)).toBe(0)
    const [titleBox, lineBox] = [await title.boundingBox(), await page.getByRole('paragraph').first().boundingBox()]
    expect.soft(titleBox?.x, 'a margin beside the text').toBeGreaterThanOrEqual(8)
    expect.soft(titleBox?.y, 'a margin above it').toBeGreaterThanOrEqual(8)
    expect(lineBox?.y).toBeGreaterThanOrEqual((titleBox?.y ?? 0) + (titleBox?.height ?? 0))
  })
})

test('without JavaScript, but unlocked before, the report has the values', async ({
  page,
  context,
  browser,
  watch,
}) => {
  await openUnlocked(page, shop().origin, 'What Zoe prefers')
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() })
  watch(plain)
  const report = await plain.newPage()
  await report.goto(`${shop().origin}/customers/zoe/preferences`)
  const main = report.getByRole('main')
  await expect(
    main
      .getByRole('term')
      .filter({ hasText: /^document$/ })
      .first(),
  ).toBeVisible()
  await expect(main).toContainText('{"newsletter":false,"language":"fr"')
  await plain.close()
})
