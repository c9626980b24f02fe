import { expect, test } from './inquest-test.ts'
import { useApp } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterConsole, enterPin, frameButton, scopeTree } from './visitor.ts'

test.describe('a minified build', () => {
  const app = useApp('e2e/apps/minified/main.ts')

  test('shows and understands the names of its source', async ({ page }) => {
    await page.goto(`${app().origin}/`)
    await enterPin(page)
    await expect(frameButton(page, 'priceOf')).toContainText('checkout.ts:13:31')
    const rows = scopeTree(page).getByRole('treeitem')
    await expect(rows.filter({ hasText: /^Local · priceOf/ })).toHaveCount(1)
    await expect(rows.filter({ hasText: /^item ?\{ name: 'pot'/ })).toHaveCount(1)
    const total = rows.filter({ hasText: /^total ?8$/ }).locator('.tree-name')
    await expect(total).toHaveAttribute('title', /^[a-z] in the code that runs$/)
    await enterConsole(page)
    await terminalOf(page).converses(`› total + item.name.length\n11`)
  })
})

test.describe('a minified build whose map has no names', () => {
  const app = useApp('e2e/apps/minified/main.ts', { env: { NAMES: 'left-out' } })

  test('marks the names that are the minifier’s', async ({ page }) => {
    await page.goto(`${app().origin}/`)
    await enterPin(page)
    await expect(frameButton(page, 'priceOf')).toContainText('checkout.ts:13:31')
    const row = scopeTree(page)
      .getByRole('treeitem')
      .filter({ hasText: /^[a-z] \(minified\) ?8$/ })
    await expect(row.locator('.tree-name')).toHaveAttribute('title', /what the source calls it is not known/)
    await enterConsole(page)
    const [name = ''] = ((await row.textContent()) ?? '').match(/[a-z]/) ?? []
    await terminalOf(page).converses(`› ${name} + 1\n9`)
  })
})
