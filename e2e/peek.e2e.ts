import { expect, test } from './inquest-test.ts'
import { useApp } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterConsole, enterPin, frameButton, scopeTree } from './visitor.ts'

const ledger = useApp('e2e/apps/ledger.ts')
test.use({ viewport: { width: 1280, height: 1400 } })

const REFUSED = `Refused: it would have a side effect. Nothing was changed; switch peek off to run it.`

test('peek reads, refuses an assignment, and changes nothing', async ({ page, request }) => {
  await page.goto(`${ledger().origin}/year`)
  await enterPin(page)
  await expect(scopeTree(page)).toBeVisible()
  await frameButton(page, 'bookDay').click()
  await enterConsole(page)
  const { converses, input } = terminalOf(page)
  const inTheApp = async (): Promise<string> => (await request.get(ledger().origin)).text()
  expect(await inTheApp()).toBe('1 postings')

  const peek = page.getByRole('switch', { name: 'Peek' })
  await expect(peek).not.toBeChecked()
  await peek.check()
  await input.focus()
  await converses(`
    › book.postings + day
    22
    › book.postings = 99
    ${REFUSED}
    › day = 3
    ${REFUSED}
    › month += "!"
    ${REFUSED}
    › delete book.postings
    ${REFUSED}
    › const spare = 1
    ${REFUSED}
    › [month, day, book.postings].join()
    'June,21,1'
  `)
  await converses(`
    › await bookDay("May", 1)
    Refused: peek does not await. Nothing was changed; switch peek off to run it.
    › console.log("x")
    ${REFUSED}
    › book.postings
    1
  `)
  expect(await inTheApp()).toBe('1 postings')

  await peek.uncheck()
  await input.focus()
  await converses(`
    › typeof spare
    'undefined'
    › book.postings = 99
    99
  `)
  expect(await inTheApp()).toBe('99 postings')
})
