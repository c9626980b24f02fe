import { expect, test } from './inquest-test.ts'
import { useShop } from './shop.ts'
import { openUnlocked } from './visitor.ts'

const shop = useShop()

test('the request tells the parameters of its route', async ({ page }) => {
  await openUnlocked(page, shop().origin, 'What Zoe prefers')
  await page.getByText('GET /customers/zoe/preferences').click()
  await expect(page.getByRole('heading', { name: 'Route parameters' })).toBeVisible()
  await expect(page.getByRole('term').filter({ hasText: /^id$/ })).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: /^zoe$/ })).toBeVisible()
})
