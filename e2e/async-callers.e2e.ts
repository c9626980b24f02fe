import { expect, test } from './inquest-test.ts'
import { useApp, useShop } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterConsole, enterPin, frameButton, openUnlocked, scopeTree, shownFrame } from './visitor.ts'

test.describe('in the demo', () => {
  const shop = useShop()

  test('the keyboard walks to the caller four awaits up, which has its variables and answers', async ({ page }) => {
    await openUnlocked(page, shop().origin, 'A label for Tromsø')
    await expect(shownFrame(page, 'parseRate')).toBeVisible()
    const awaits = page.getByRole('navigation', { name: 'Frames' }).getByText('await', { exact: true })
    await expect(awaits.nth(3)).toBeVisible()

    for (const caller of ['rateFor', 'carrierQuote', 'shippingLabel']) {
      await page.keyboard.press('j')
      await expect(shownFrame(page, caller)).toBeVisible()
      await expect(frameButton(page, caller)).toContainText('live')
    }
    await expect(scopeTree(page)).toMatchAriaSnapshot(`
      - tree "Variables in shippingLabel":
        - treeitem "Block · shippingLabel" [expanded] [level=1]
        - treeitem /parcel \\{ number. 2, skus. .*, grams. 11450 \\}/ [level=2]
        - treeitem "Local · shippingLabel" [expanded] [level=1]
    `)
    await page.keyboard.press('j')
    await expect(page.getByRole('heading', { level: 2, name: /after-sale\.ts:33:19 in routes\.get/ })).toBeVisible()
    await expect(page.getByRole('treeitem', { name: /^order \{ id: 1003, customerId: 'ingrid'/ })).toBeVisible()
    await enterConsole(page)
    await terminalOf(page).converses(`
      › order.address.city
      'Tromsø'
    `)

    await page.keyboard.press('Escape')
    await page.keyboard.press('k')
    await expect(shownFrame(page, 'shippingLabel')).toBeVisible()
    await enterConsole(page)
    await terminalOf(page).converses(`
      › parcel.grams
      11450
    `)
  })

  test('arrow keys walk, too, and folded frames are passed over', async ({ page }) => {
    await openUnlocked(page, shop().origin, 'A label for Tromsø')
    await frameButton(page, 'parseRate').focus()
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('heading', { level: 2, name: /session\.ts:24:5/ })).toBeVisible()
    for (let step = 0; step < 9; step++) await page.keyboard.press('ArrowUp')
    await expect(shownFrame(page, 'parseRate')).toBeVisible()
    await expect(frameButton(page, 'parseRate')).toBeFocused()
  })

  test('an object is opened in the tree, level by level, by keyboard', async ({ page }) => {
    await openUnlocked(page, shop().origin, 'A label for Tromsø')
    await frameButton(page, 'shippingLabel').click()
    const order = page.getByRole('treeitem', { name: /^order / })
    await order.click()
    await expect(order).toHaveAttribute('aria-expanded', 'true')
    await expect(page.getByRole('treeitem', { name: "customerId 'ingrid'" })).toBeVisible()
    const address = page.getByRole('treeitem', { name: /^address / })
    while ((await address.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('treeitem', { name: "city 'Tromsø'" })).toBeVisible()
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByRole('treeitem', { name: /^city / })).toHaveCount(0)
  })
})

test.describe('four awaits above the error', () => {
  const ledger = useApp('e2e/apps/ledger.ts')

  test('a variable of a block is read, assigned and read back', async ({ page }) => {
    await page.goto(`${ledger().origin}/year`)
    await enterPin(page)
    await expect(scopeTree(page)).toBeVisible()
    for (const caller of ['bookDay', 'bookMonth', 'bookQuarter', 'bookYear']) {
      await page.keyboard.press('j')
      await expect(shownFrame(page, caller)).toBeVisible()
    }
    await expect(scopeTree(page)).toMatchAriaSnapshot(`
      - tree "Variables in bookYear":
        - treeitem "Block · bookYear" [expanded] [level=1]
        - treeitem "carried 4067" [level=2]
        - treeitem "Block · bookYear" [expanded] [level=1]
        - treeitem "quarter 'summer'" [level=2]
        - treeitem "Local · bookYear" [expanded] [level=1]
        - treeitem "year 2025" [level=2]
        - treeitem "balance 2037" [level=2]
    `)
    await enterConsole(page)
    const terminal = terminalOf(page)
    await terminal.converses(`
      › carried
      4067
      › carried = year + 1
      2026
      › carried
      2026
      › [quarter, carried, balance].join()
      'summer,2026,2037'
    `)
    // It is the frame's own variable: not that of the callee of the same name.
    await page.keyboard.press('Escape')
    await page.keyboard.press('k')
    await enterConsole(page)
    await terminal.converses(`
      › carried
      4067
    `)
  })
})
