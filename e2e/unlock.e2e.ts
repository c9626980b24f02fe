import { expect, test } from './inquest-test.ts'
import { useShop } from './shop.ts'
import { chooseFrom, enterPin, followBreakage, frameButton, openUnlocked, scopeTree, shownFrame } from './visitor.ts'

const shop = useShop()
const LABEL = '/orders/1003/label'

test('a failing page shows error and source to a stranger, and no value', async ({ page }) => {
  const answer = page.waitForResponse((response) => response.url().endsWith(LABEL))
  await followBreakage(page, shop().origin, 'A label for Tromsø')

  expect((await answer).status()).toBe(500)
  await expect(page).toHaveURL(shop().origin + LABEL)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^RangeError: Postlink asks for "24,90" EUR/)
  const source = page.getByRole('region', { name: 'Source of parseRate' })
  await expect(source).toContainText('throw new RangeError(')
  await expect(page.getByRole('heading', { name: 'Variables and console are locked' })).toBeVisible()
  await expect(page.getByRole('tree')).toHaveCount(0)
  await expect(page.getByRole('region', { name: /^Console/ })).toHaveCount(0)
  // The parcel's weight, the customer: locals of the frames, nowhere in what was sent.
  const sent = await (await answer).text()
  expect(sent).not.toMatch(/11450|Ingrid/)
})

test.describe('with the PIN', () => {
  test.use({ expectedComplaints: [/status of 401 .*\/api\/unlock/] })

  test('a wrong one is refused in words, the right one brings the variables into the same page', async ({ page }) => {
    let documents = 0
    page.on('request', (request) => (documents += request.isNavigationRequest() ? 1 : 0))
    await followBreakage(page, shop().origin, 'A label for Tromsø')
    await frameButton(page, 'rateFor').click()
    await expect(shownFrame(page, 'rateFor')).toBeVisible()
    const opened = documents

    await enterPin(page, '1111-2222-3')
    await expect(page.getByRole('alert')).toHaveText(/not the PIN.*terminal/)
    await expect(page.getByLabel('PIN')).toBeFocused()
    await expect(scopeTree(page)).toHaveCount(0)

    await enterPin(page)
    await expect(page.getByRole('treeitem', { name: 'grams 11450' })).toBeVisible()
    await expect(shownFrame(page, 'rateFor')).toBeVisible()
    await expect(page.getByLabel('PIN')).toHaveCount(0)
    expect(documents, 'the page was not loaded again').toBe(opened)
  })
})

test.describe('with the link of the banner', () => {
  test.use({ expectedComplaints: [/status of 401 .*\/api\/unlock/] })

  test('it unlocks once, and its token leaves the address bar', async ({ page, browser, watch }) => {
    await page.goto(shop().unlockLink)
    await expect(page.getByRole('heading', { name: 'Tracebacks' })).toBeVisible()
    await expect(page).toHaveURL(`${shop().origin}/__inquest__/`)
    await page.goto(shop().origin + LABEL)
    await expect(page.getByRole('treeitem', { name: /^amount/ })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('heading', { name: 'Tracebacks' })).toBeVisible()
    await expect(page, 'nor is it in the history').toHaveURL(`${shop().origin}/__inquest__/`)

    const stranger = await browser.newContext()
    watch(stranger)
    const second = await stranger.newPage()
    await second.goto(shop().unlockLink)
    await expect(second.getByRole('alert')).toHaveText(/link has been used or is too old/)
    await expect(second).toHaveURL(`${shop().origin}/__inquest__/`)
    await expect(second.getByLabel('PIN')).toBeVisible()
    await second.goto(shop().origin + LABEL)
    await expect(second.getByRole('heading', { name: 'Variables and console are locked' })).toBeVisible()
    await stranger.close()
  })
})

test('locking takes the variables away, in the other tab as well', async ({ page, context }) => {
  await openUnlocked(page, shop().origin, 'A label for Tromsø')
  const other = await context.newPage()
  await other.goto(shop().origin + LABEL)
  await expect(scopeTree(other)).toBeVisible()

  await chooseFrom(page, 'More actions', 'lock this browser')
  await expect(page.getByRole('heading', { name: 'Unlock this browser' })).toBeVisible()
  await page.goto(shop().origin + LABEL)
  await expect(page.getByRole('heading', { name: 'Variables and console are locked' })).toBeVisible()
  await other.reload()
  await expect(other.getByRole('heading', { name: 'Variables and console are locked' })).toBeVisible()
  await expect(other.getByRole('tree')).toHaveCount(0)
})
