import { test } from './inquest-test.ts'
import { useApp } from './shop.ts'
import { enterPin, frameButton, scopeTree } from './visitor.ts'
const warehouse = useApp('e2e/apps/warehouse.ts')
for (const [name, scheme, width, height] of [['light','light',1280,900],['dark','dark',1280,900],['narrow','light',360,900]] as const) {
  test(name, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height })
    await page.goto(`${warehouse().origin}/`)
    await enterPin(page)
    await frameButton(page, 'take').click()
    const row = (n: RegExp | string) => scopeTree(page).getByRole('treeitem', { name: n })
    await row(/^shelf /).focus()
    await page.keyboard.press('ArrowRight')
    await row(/^broken/).focus()
    await page.keyboard.press('Enter')
    await page.waitForTimeout(300)
    await row(/^items /).focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForTimeout(300)
    await row(/^label 'A 1'/).focus()
    await page.screenshot({ path: `/tmp/hA2-shots/${name}-closed.png` })
    await page.keyboard.press('Shift+F10')
    await page.waitForTimeout(200)
    await page.screenshot({ path: `/tmp/hA2-shots/${name}-menu.png` })
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.waitForTimeout(2500)
    await page.screenshot({ path: `/tmp/hA2-shots/${name}-stored.png` })
  })
}
