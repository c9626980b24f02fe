import { expect, test } from './inquest-test.ts'
import { useShop } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterConsole, openUnlocked } from './visitor.ts'

const shop = useShop()
const REQUESTS = 200
const PAGES = ['/', '/products/speckled-mug', '/cart', '/search?q=mug']

test('while the console waits, 200 other requests to the app all succeed', async ({ page }) => {
  await openUnlocked(page, shop().origin, 'A label for Tromsø')
  await enterConsole(page)
  const { input, shows, type } = terminalOf(page)
  await type('await new Promise((r) => setTimeout(r, 1500))')
  let answered = false
  const asked = page.waitForRequest((request) => request.postData()?.includes('"mode":"run"') === true)
  page.on('response', (response) => (answered ||= response.request().postData()?.includes('"mode":"run"') === true))
  await input.press('Enter')
  await asked

  const statuses = await Promise.all(
    Array.from({ length: REQUESTS }, async (_, index) => {
      const response = await fetch(shop().origin + PAGES[index % PAGES.length]!)
      await response.text()
      return response.status
    }),
  )
  expect(answered, 'the console was still waiting').toBe(false)
  expect(statuses).toEqual(Array.from({ length: REQUESTS }, () => 200))
  await shows(/1500\)\)\nundefined\n›$/)
})
