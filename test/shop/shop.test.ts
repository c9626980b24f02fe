import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createShop } from '../../examples/shop/app.ts'
import type { Shop } from '../../examples/shop/app.ts'
import { breakages } from '../../examples/shop/breakages.ts'
import { startRatesServer } from '../../examples/shop/rates-server.ts'
import type { RatesServer } from '../../examples/shop/rates-server.ts'

let rates: RatesServer
let shop: Shop
const logged: unknown[] = []

beforeAll(async () => {
  rates = await startRatesServer()
  const log = { log: () => undefined, error: (...values: unknown[]) => void logged.push(...values) }
  shop = createShop({ ratesUrl: rates.url, reviewsUrl: await closedPort(), log })
})

afterAll(async () => {
  shop.close()
  await rates.close()
})

async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

/** A visitor: keeps the cookie of the shop, and says where an answer leads. */
function visitor() {
  let cookie = ''
  return async (path: string, form?: Record<string, string>) => {
    const body = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
    const response = await shop.app.request(path, { ...body, headers: { cookie } })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return { status: response.status, to: response.headers.get('location') ?? '', text: await response.text() }
  }
}

describe('the shop', () => {
  it.each([
    ['/', 'Cast-iron Dutch oven'],
    ['/shop.css', 'color-scheme'],
    ['/search?q=oak', 'End-grain oak board'],
    ['/search?q=%25', 'Nothing here'],
    ['/search?q=%3Cb%3E', '&lt;b&gt;'],
    ['/products/copper-kettle', 'Only 2 left'],
    ['/products/oak-board/availability', 'has it'],
    ['/products/oak-board/pickup?quantity=2', 'Yes, come by'],
    ['/cart', 'empty'],
    ['/cart/total?items=speckled-mug:2&coupon=breakfast', '€27.20'],
    ['/cart/total?items=speckled-mug:2&coupon=nope', 'no coupon'],
    ['/orders/1004', '€71.50'],
    ['/orders/1001/label', 'Postlink'],
    ['/customers/mira/preferences', 'speckled-mug'],
    ['/gift-cards/OAK-1184', '€34.00'],
  ])('answers %s', async (path, words) => {
    const response = await shop.app.request(path)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain(words)
  })

  it.each(['/nope', '/products/nope', '/orders/9', '/orders/nine', '/gift-cards/x'])(
    'does not know %s',
    async (path) => {
      expect((await shop.app.request(path)).status).toBe(404)
    },
  )

  it('takes an order from the first click to the last', async () => {
    const visit = visitor()
    await visit('/cart/lines', { sku: 'linen-towels', quantity: '1' })
    expect(await visit('/cart/lines', { sku: 'linen-towels', quantity: '2' })).toMatchObject({
      status: 303,
      to: '/cart',
    })
    await visit('/cart/lines', { sku: 'salt-pig', quantity: '1' })
    await visit('/cart/lines/salt-pig', { quantity: '0' })
    expect((await visit('/cart')).text).toContain('€66.00')

    const address = { name: 'Ada <b>', street: 'Ring 1', city: 'Graz', country: 'AT', coupon: '' }
    expect(await visit('/checkout', { ...address, city: ' ' })).toMatchObject({ status: 422 })
    const { status, to } = await visit('/checkout', address)
    expect(status).toBe(303)
    const order = await visit(to)
    expect(order.text).toContain('Ada &lt;b&gt;')
    expect(order.text).toContain('€72.90')
    expect((await visit('/cart')).text).toContain('empty')
  })

  it('does not sell more than there is', async () => {
    const visit = visitor()
    await visit('/cart/lines', { sku: 'copper-kettle', quantity: '3' })
    const answer = await visit('/checkout', { name: 'A', street: 'B', city: 'C', country: 'DE' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Only 2 × Copper stovetop kettle left.')
  })
})

describe('things that break', () => {
  const notAnError = breakages.filter(({ href }) => href.includes('/pickup'))
  const streamed = breakages.filter(({ href }) => href.endsWith('.csv'))
  const plain = breakages.filter((breakage) => !notAnError.includes(breakage) && !streamed.includes(breakage))

  async function failureOf(path: string): Promise<unknown> {
    logged.length = 0
    const response = await shop.app.request(path)
    expect(response.status).toBe(500)
    expect(await response.text()).toContain('That went to pieces')
    expect(logged).toHaveLength(1)
    return logged[0]
  }

  it('links all of them from the first page', async () => {
    const first = await (await shop.app.request('/')).text()
    for (const { href } of breakages) expect(first).toContain(`href="${href.replaceAll('&', '&amp;')}"`)
    expect([plain.length, notAnError.length, streamed.length]).toEqual([7, 1, 1])
  })

  it.each(plain)('answers 500 for $href', async ({ href }) => {
    expect(await failureOf(href)).toBeInstanceOf(Error)
  })

  it('fails three calls deep in a coupon', async () => {
    const error = (await failureOf('/cart/total?items=salt-pig&coupon=TEATIME')) as Error
    expect(error.message).toBe("Cannot read properties of undefined (reading 'price')")
    expect(error.stack).toMatch(/reducedPrices[^]*applyCoupon[^]*priceBasket[^]*basket\.ts/)
  })

  it('fails four awaits deep in a label', async () => {
    const error = (await failureOf('/orders/1003/label')) as Error
    expect(error.stack).toMatch(/parseRate[^]*rateFor[^]*carrierQuote[^]*shippingLabel[^]*after-sale\.ts/)
  })

  it('leaves the stock alone when an order breaks a constraint', async () => {
    const error = (await failureOf('/orders/1002/again')) as Error
    expect(error.message).toBe('CHECK constraint failed: stock_not_negative')
    const kettle = await (await shop.app.request('/products/copper-kettle')).text()
    expect(kettle).toContain('Only 2 left')
  })

  it('keeps the causes', async () => {
    const reviews = (await failureOf('/products/speckled-mug/reviews')) as Error
    expect(reviews.cause).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNREFUSED' } })
    const preferences = (await failureOf('/customers/zoe/preferences')) as Error
    expect(preferences.message).toBe('Preferences of zoe are unreadable')
    expect(preferences.cause).toBeInstanceOf(SyntaxError)
  })

  it('has three reasons for a wok that nobody has', async () => {
    const error = (await failureOf('/products/carbon-wok/availability')) as AggregateError
    const names = (error.errors as Error[]).map(({ name }) => name)
    expect(names).toEqual(['Error', 'TimeoutError', 'SyntaxError'])
  })

  it.each(notAnError)('throws what is no error for $href', async ({ href }) => {
    const answering = Promise.resolve(shop.app.request(href))
    await expect(answering).rejects.toEqual({ code: 'E_STOCK', sku: 'copper-kettle', wanted: 3, left: 1 })
  })

  it.each(streamed)('breaks off in the middle of $href', async ({ href }) => {
    const response = await shop.app.request(href)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toMatchObject({ code: 'ERR_OUT_OF_RANGE' })
  })
})
