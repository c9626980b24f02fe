import { expect, test } from './inquest-test.ts'
import { useApp } from './shop.ts'
import { enterPin, followBreakage } from './visitor.ts'

// The time of one pause is more than may be spent in a second.
const shop = useApp('examples/shop/main.ts', { env: { INQUEST_LIMITS: 'pauseShare=0.0001' } })

test('an error for which no time was left is still the one that is named, and the page says what is missing', async ({
  page,
}) => {
  await followBreakage(page, shop().origin, 'What Zoe prefers')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Error: Preferences of zoe are unreadable')
  await enterPin(page)
  await expect(page.getByRole('list', { name: 'Notices' })).toContainText('pauseShare=')
})
