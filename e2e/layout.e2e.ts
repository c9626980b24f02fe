import { expect, test } from './inquest-test.ts'
import { contrastFailures } from './contrast.ts'
import { useShop } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { followBreakage, enterPin, openUnlocked, overflow, scopeTree, shownFrame } from './visitor.ts'

const shop = useShop()

test.describe('360 pixels wide', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true })

  test('everything is there without scrolling sideways', async ({ page }) => {
    await followBreakage(page, shop().origin, 'What Zoe prefers')
    expect(await overflow(page), 'locked').toBe(0)
    await enterPin(page)
    await expect(scopeTree(page)).toBeVisible()
    expect(await overflow(page), 'unlocked').toBe(0)
    await page.getByRole('tab', { name: 'caused by SyntaxError' }).tap()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^SyntaxError/)
    expect(await overflow(page), 'cause').toBe(0)
    await page.getByText('GET /customers/zoe/preferences').tap()
    await expect(page.getByText('user-agent', { exact: false }).first()).toBeVisible()
    expect(await overflow(page), 'request').toBe(0)
    await page.getByRole('button', { name: 'More actions' }).tap()
    await expect.soft(page.getByRole('menuitem', { name: 'lock this browser' })).toBeInViewport({ ratio: 1 })
    expect(await overflow(page), 'menu').toBe(0)
    await page.getByRole('menuitem', { name: 'all tracebacks' }).tap()
    await expect(page.getByRole('heading', { name: 'Tracebacks' })).toBeVisible()
    expect(await overflow(page), 'overview').toBe(0)
  })

  test('the console is usable', async ({ page }) => {
    await openUnlocked(page, shop().origin, 'A label for Tromsø')
    await page.getByRole('button', { name: /^shippingLabel / }).tap()
    await expect(shownFrame(page, 'shippingLabel')).toBeVisible()
    await page.getByRole('button', { name: 'Open console' }).tap()
    const terminal = terminalOf(page)
    await expect(terminal.input).toBeFocused()
    await expect.soft(page.getByRole('region', { name: 'Console · shippingLabel' })).toBeInViewport({ ratio: 0.9 })
    await terminal.converses(`
      › parcel.skus.length
      2
      › parcel.number = 7
      7
      › parcel.number
      7
    `)
    expect(await overflow(page), 'with the console').toBe(0)
    await page.getByRole('switch', { name: 'Peek' }).tap()
    await expect(page.getByRole('switch', { name: 'Peek' })).toBeChecked()
    await page.getByRole('button', { name: 'Close console' }).tap()
    await expect(terminal.input).toHaveCount(0)
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('every text stands out from its ground', async ({ page }) => {
      await followBreakage(page, shop().origin, 'What Zoe prefers')
      expect(await contrastFailures(page), 'locked').toEqual([])
      await enterPin(page)
      await expect(scopeTree(page)).toBeVisible()
      await page.getByText('GET /customers/zoe/preferences').click()
      await page.getByRole('button', { name: 'Open console' }).click()
      await terminalOf(page).converses(`
        › [1, 'two', null, () => 3].length
        4
      `)
      expect(await contrastFailures(page), 'unlocked').toEqual([])
      await page.goto(`${shop().origin}/__inquest__/`)
      await expect(page.getByRole('heading', { name: 'Tracebacks' })).toBeVisible()
      expect(await contrastFailures(page), 'overview').toEqual([])
    })
  })
}
