import { expect, test } from './inquest-test.ts'
import { useShop } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterConsole, followBreakage, openUnlocked, shownFrame } from './visitor.ts'

const shop = useShop()

test('a cause has its own tab, with its own frames, variables and console', async ({ page }) => {
  await openUnlocked(page, shop().origin, 'What Zoe prefers')
  const title = page.getByRole('heading', { level: 1 })
  const tabs = page.getByRole('tablist', { name: 'Error and its causes' }).getByRole('tab')
  await expect(tabs).toHaveText(['Error', 'caused by SyntaxError'])
  await expect(title).toHaveText('Error: Preferences of zoe are unreadable')
  await expect(
    page.getByRole('heading', { level: 2, name: /preferences\.ts:19:\d+ in parsePreferences/ }),
  ).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /^cause SyntaxError/ })).toBeVisible()

  await page.getByRole('tab', { name: 'caused by SyntaxError' }).click()
  await expect(title).toHaveText(/^SyntaxError: Unterminated string in JSON/)
  await expect(
    page.getByRole('heading', { level: 2, name: /preferences\.ts:17:\d+ in parsePreferences/ }),
  ).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /^document '\{"newsletter":false/ })).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /^cause/ })).toHaveCount(0)

  // By keyboard back, and there again.
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('tab', { name: 'Error', exact: true })).toBeFocused()
  await expect(title).toHaveText(/^Error: Preferences/)
  await page.keyboard.press(']')
  await expect(title).toHaveText(/^SyntaxError/)
  await page.getByRole('button', { name: 'Open console' }).click()
  await terminalOf(page).converses(`
    › document.length
    64
    › typeof cause
    'undefined'
  `)
})

test('the members of an AggregateError each have their frames and values', async ({ page }) => {
  await openUnlocked(page, shop().origin, 'Where is the wok?')
  const tabs = page.getByRole('tablist', { name: 'Error and its causes' }).getByRole('tab')
  await expect(tabs).toHaveText(['AggregateError', '1 of 3: Error', '2 of 3: TimeoutError', '3 of 3: SyntaxError'])
  await expect(shownFrame(page, 'firstWarehouseWith')).toBeVisible()

  for (const [tab, warehouse] of [
    ['1 of 3: Error', 'antwerp'],
    ['2 of 3: TimeoutError', 'lyon'],
    ['3 of 3: SyntaxError', 'gdansk'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await expect(shownFrame(page, 'askWarehouse')).toBeVisible()
    await expect(page.getByRole('treeitem', { name: `warehouse '${warehouse}'` })).toBeVisible()
  }
  await page.getByRole('button', { name: 'Open console' }).click()
  await terminalOf(page).converses(`
    › warehouse
    'gdansk'
  `)
  await page.getByRole('tab', { name: '1 of 3: Error' }).click()
  await terminalOf(page).input.focus()
  await terminalOf(page).converses(`
    › warehouse
    'antwerp'
  `)
})

test('the chain is there for a stranger, too, without values', async ({ page }) => {
  await followBreakage(page, shop().origin, 'Reviews of a mug')
  const tabs = page.getByRole('tablist', { name: 'Error and its causes' }).getByRole('tab')
  await expect(tabs).toHaveCount(3)
  await tabs.nth(2).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ECONNREFUSED')
  await expect(page.getByRole('tree')).toHaveCount(0)
})

test('what was thrown need not be an error', async ({ page }) => {
  await openUnlocked(page, shop().origin, 'Three kettles at the counter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('E_STOCK')
  await enterConsole(page)
})
