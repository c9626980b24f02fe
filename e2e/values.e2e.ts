import type { Locator, Page } from '@playwright/test'
import { expect, test } from './inquest-test.ts'
import { useApp } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterPin, frameButton, scopeTree } from './visitor.ts'

const warehouse = useApp('e2e/apps/warehouse.ts')
test.use({ permissions: ['clipboard-read', 'clipboard-write'], viewport: { width: 1280, height: 1200 } })

const row = (page: Page, name: RegExp | string): Locator => scopeTree(page).getByRole('treeitem', { name })
const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText())

async function openFrame(page: Page): Promise<void> {
  await page.goto(`${warehouse().origin}/`)
  await enterPin(page)
  await expect(scopeTree(page)).toBeVisible()
  await frameButton(page, 'take').click()
}

/** Opens a row by the keyboard: clicks at rows of many columns could hit a link. */
async function unfold(page: Page, name: RegExp | string): Promise<void> {
  await row(page, name).focus()
  await page.keyboard.press('ArrowRight')
  await expect(row(page, name)).toHaveAttribute('aria-expanded', 'true')
}

async function choose(page: Page, name: RegExp | string, action: string): Promise<void> {
  await row(page, name).hover()
  await page.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: action }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
}

test('what only V8 knows is in the tree: private fields, promises, proxies, bytes as text', async ({ page }) => {
  await openFrame(page)
  await expect(row(page, /^shelf Shelf \{ label: 'A 1', .*#keeper: 'Ann' \}/)).toBeVisible()
  await expect(row(page, /^label <Buffer .*> 'Tea, loose, 250 g'/)).toBeVisible()
  await expect(row(page, /^ready Promise \{ \{ ok: true \} \}/)).toBeVisible()
  await unfold(page, /^guarded Proxy \[ \{ id: 1 \}, /)
  await expect(row(page, '[[Target]] { id: 1 }')).toBeVisible()
  await unfold(page, /^label <Buffer/)
  await expect(row(page, '00000010 67 g')).toBeVisible()
  await expect(row(page, /^request IncomingMessage \{ method: 'GET', url: '\/'/)).toBeVisible()
  await expect(row(page, /^order <ref \*1> \{ id: 42, /)).toBeVisible()
})

test('a getter is run when it is asked for, not before, and may fail', async ({ page }) => {
  const runs: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/getter')) runs.push(request.url())
  })
  await openFrame(page)
  await unfold(page, /^shelf /)
  await expect(row(page, 'total [Getter]')).toBeVisible()
  expect(runs).toEqual([])
  await row(page, 'total [Getter]').getByText('[Getter]').click()
  await expect(row(page, "total { count: 2, keeper: 'Ann' }")).toBeVisible()
  await row(page, 'broken [Getter]').focus()
  await page.keyboard.press('Enter')
  await expect(row(page, 'broken Uncaught RangeError: nobody counted')).toBeVisible()
  await expect(row(page, 'printed: looking for Ann')).toBeVisible()
  await expect(row(page, /^at .*broken.* \(.*warehouse\.ts:\d+:\d+\)$/)).toBeVisible()
  expect(runs).toHaveLength(2)
})

test('path and value are copied', async ({ page }) => {
  await openFrame(page)
  await unfold(page, /^shelf /)
  await unfold(page, /^items Map\(2\)/)
  await unfold(page, /^'tea' \{ price: 4/)
  await choose(page, /^price 4/, 'Copy path')
  await expect(page.getByText('Copied the path')).toBeVisible()
  expect(await copied(page)).toBe("shelf.items.get('tea').price")
  await choose(page, /^shelf /, 'Copy value as JSON')
  await expect(page.getByText('Copied as JSON')).toBeVisible()
  expect(JSON.parse(await copied(page))).toEqual({
    label: 'A 1',
    items: [
      ['tea', { price: 4, tags: ['green', 'loose'] }],
      [7, 'seven'],
    ],
    '#keeper': 'Ann',
  })
  await choose(page, /^order /, 'Copy value as JSON')
  await expect.poll(() => copied(page)).toContain('"self": "[circular]"')
  expect(JSON.parse(await copied(page))).toEqual({
    id: 42,
    lines: [{ price: 3, amount: '[10n]' }],
    self: '[circular]',
  })
})

test('a value is stored as a variable of the console, by the keyboard alone', async ({ page }) => {
  await openFrame(page)
  await unfold(page, /^order /)
  await row(page, /^lines \[/).focus()
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu', { name: 'Actions for lines' })
  await expect(menu.getByRole('menuitem', { name: 'Copy path' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await expect(row(page, /^lines \[/)).toBeFocused()
  await page.keyboard.press('Shift+F10')
  await page.keyboard.press('End')
  await expect(menu.getByRole('menuitem', { name: 'Store as variable' })).toBeFocused()
  await page.keyboard.press('Enter')
  // `temp1` is a variable of the frame.
  const { shows, converses, input } = terminalOf(page)
  await shows(/temp2 = \[ \{ price: 3, amount: 10n \} \] {2}⤷ inspect\n›/)
  await input.focus()
  await converses(`
    › temp2[0].price + temp1
    '3taken'
    › temp2 === order.lines
    true
  `)
})

test('long values are shown a page at a time', async ({ page }) => {
  await openFrame(page)
  await unfold(page, /^many \[/)
  const more = row(page, 'show 100 more of 900')
  await more.focus()
  await page.keyboard.press('Enter')
  await expect(row(page, /^100 10000/)).toBeFocused()
  await expect(row(page, 'show 100 more of 800')).toBeVisible()
})

test('results and errors of the console open in the tree', async ({ page }) => {
  await openFrame(page)
  await page.keyboard.press('Enter')
  const { evaluate, input } = terminalOf(page)
  await expect(input).toBeFocused()
  expect(await evaluate('label')).toMatch(/^<Buffer 54 65 61 [^]*> 'Tea, loose, 250 g' {2}⤷ inspect$/)
  expect(await evaluate('new Response("no", { status: 404 })')).toMatch(
    /^Response \{\s+status: 404,[^]*body: ReadableStream \{ state: 'readable', locked: false \}/,
  )
  expect(await evaluate('({ shelf, deep: { order } })')).toMatch(/⤷ inspect$/)
  await input.press('Control+o')
  await expect(row(page, /^deep \{ order: /)).toBeVisible()
  await input.focus()
  expect(await evaluate('throw new TypeError("late")')).toMatch(/^Uncaught TypeError: late[^]*⤷ inspect$/)
  await input.press('Control+o')
  await expect(row(page, /^_error TypeError: late/)).toBeVisible()
  await expect(row(page, /^message 'late'/)).toBeVisible()
})
