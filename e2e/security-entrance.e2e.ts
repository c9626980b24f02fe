import { expect, test } from './inquest-test.ts'
import { useApp } from './shop.ts'

const shop = useApp('examples/shop/main.ts', { env: { INQUEST_ENTRANCE: 'link' } })

test.describe('with the entrance by link only', () => {
  test.use({ expectedComplaints: [/status of 404 .*\/__inquest__\//] })

  test('a browser finds nothing, comes in by the link, and keeps nothing of it in its address', async ({ page }) => {
    const { origin, unlockLink } = shop()
    const before = await page.goto(`${origin}/__inquest__/`)
    expect(before?.status()).toBe(404)
    expect(await before?.text()).not.toMatch(/inquest-data/)

    await page.goto(unlockLink)
    await expect(page.getByRole('heading', { name: 'Tracebacks' })).toBeVisible()
    await expect(page).toHaveURL(`${origin}/__inquest__/`)
    await page.goto(`${origin}/orders/1003/label`)
    await expect(page.getByRole('tree', { name: /^Variables in/ })).toBeVisible()
    await page.goto(`${origin}/__inquest__/`)
    await expect(page.getByRole('heading', { name: 'Tracebacks' })).toBeVisible()
  })
})
