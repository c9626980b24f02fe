import { expect, test } from './inquest-test.ts'
import { useApp } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterConsole, enterPin, openUnlocked, scopeTree } from './visitor.ts'

// What a restart takes away is in `restart.e2e.ts`.
const shop = useApp('examples/shop/main.ts', { env: { INQUEST_LIMITS: 'pauseShare=1,liveTracebacks=1' } })
test.use({ viewport: { width: 1280, height: 1400 } })

const LABEL = 'A label for Tromsø'

test.describe('a lost connection', () => {
  test.use({ expectedComplaints: [/ERR_INTERNET_DISCONNECTED/] })

  test('is said, and the line waits for it to come back', async ({ page, context }) => {
    await openUnlocked(page, shop().origin, LABEL)
    await enterConsole(page)
    const { draws, type, input } = terminalOf(page)
    await context.setOffline(true)
    await type('days * 2')
    await input.press('Enter')
    await draws(/^› days \* 2\nThe app does not answer\. Your line is kept: press Enter to try again\.\n› days \* 2$/)
    await expect(page.getByRole('status').filter({ hasText: 'The app does not answer' })).toBeVisible()
    await context.setOffline(false)
    await type(' + 1')
    await input.press('Enter')
    await draws(/\n› days \* 2 \+ 1\n7\n›$/)
    await expect(page.getByRole('status').filter({ hasText: 'The app does not answer' })).toHaveCount(0)
  })
})

test.describe('a session that has ended', () => {
  test.use({ expectedComplaints: [/status of 401/] })

  test('is said, and after unlocking the same line runs, with what was declared before', async ({ page, context }) => {
    await openUnlocked(page, shop().origin, LABEL)
    await enterConsole(page)
    const { draws, type, input } = terminalOf(page)
    await type('const kilos = 11.45\n')
    await draws(/\nundefined\n›$/)
    const other = await context.newPage()
    await other.goto(`${shop().origin}/__inquest__/`)
    await other.getByRole('button', { name: 'Lock', exact: true }).click()
    await expect(other.getByLabel('PIN')).toBeVisible()
    await other.close()

    await type('kilos * 2\n')
    await draws(/\n› kilos \* 2\nYour session has ended\. Your line is kept: .*\n› kilos \* 2$/)
    await enterPin(page)
    await expect(page.getByLabel('PIN')).toHaveCount(0)
    await input.press('Enter')
    await draws(/\n› kilos \* 2\n22\.9\n›$/)
    await expect(scopeTree(page)).toBeVisible()
  })
})

test('a frame that newer tracebacks have displaced is said to be so, and the line is in the history', async ({
  page,
  request,
}) => {
  await openUnlocked(page, shop().origin, LABEL)
  await enterConsole(page)
  const { draws, type, input } = terminalOf(page)
  await type('days\n')
  await draws(/^› days\n3\n›$/)
  await request.get(`${shop().origin}/customers/zoe/preferences`, { headers: { accept: 'text/html' } })

  await type('document.amount\n')
  await draws(/\nThis frame is no longer live: .*\nYour line is in the history: .*\n›$/)
  // The same request once more, and the line comes back.
  await page.goto(`${shop().origin}/orders/1003/label`)
  await expect(input).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(input).toBeFocused()
  await input.press('ArrowUp')
  await input.press('Enter')
  await draws(/^› document\.amount\n'24,90'\n›$/)
})
