import { Hono } from 'hono'
import { addToCart, cartLines, emptyCart, parseBasket, setQuantity } from '../cart.ts'
import { findProduct, productsBySku } from '../catalog.ts'
import { findCoupon, priceBasket } from '../discounts.ts'
import { placeOrder, shortages } from '../orders.ts'
import type { Services } from '../services.ts'
import type { ShopEnv } from '../session.ts'
import { shippingCost } from '../shipping.ts'
import { cartView, totalView } from '../views/cart.ts'
import { checkoutView, readAddress } from '../views/checkout.ts'
import { page } from '../views/layout.ts'

export function basket({ db, ratesUrl }: Services): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>()

  routes.get('/cart', (c) => {
    const lines = cartLines(db, c.get('sessionId'))
    const { subtotal } = priceBasket(lines, productsBySku(db), undefined)
    return page(c, 'Your cart', cartView(lines, subtotal))
  })

  routes.post('/cart/lines', async (c) => {
    const form = await c.req.formData()
    const product = findProduct(db, text(form.get('sku')))
    if (!product) return c.notFound()
    addToCart(db, c.get('sessionId'), product.sku, wholeNumber(form.get('quantity'), 1))
    return c.redirect('/cart', 303)
  })

  routes.post('/cart/lines/:sku', async (c) => {
    const form = await c.req.formData()
    const product = findProduct(db, c.req.param('sku'))
    if (!product) return c.notFound()
    setQuantity(db, c.get('sessionId'), product.sku, wholeNumber(form.get('quantity'), 0))
    return c.redirect('/cart', 303)
  })

  // Also what a shared basket links to: then its items are in the address.
  routes.get('/cart/total', (c) => {
    const products = productsBySku(db)
    const { items, coupon: code = '' } = c.req.query()
    const lines = items === undefined ? cartLines(db, c.get('sessionId')) : parseBasket(items, products)
    const coupon = findCoupon(db, code)
    const totals = priceBasket(lines, products, coupon)
    return page(c, 'Your total', totalView(lines, totals, code, coupon))
  })

  routes.get('/checkout', (c) => {
    const lines = cartLines(db, c.get('sessionId'))
    if (lines.length === 0) return c.redirect('/cart')
    return page(c, 'Checkout', checkoutView(lines, c.req.query('coupon') ?? '', {}, []))
  })

  routes.post('/checkout', async (c) => {
    const sessionId = c.get('sessionId')
    const lines = cartLines(db, sessionId)
    if (lines.length === 0) return c.redirect('/cart', 303)
    const form = await c.req.formData()
    const code = text(form.get('coupon'))
    const { address, problems } = readAddress(form)
    for (const { product } of shortages(lines)) problems.push(`Only ${product.stock} × ${product.name} left.`)
    if (problems.length > 0) return page(c, 'Checkout', checkoutView(lines, code, address, problems), 422)

    const freight = lines.map(({ product, quantity }) => ({ sku: product.sku, grams: product.grams, quantity }))
    const shipping = await shippingCost(ratesUrl, freight, address.country)
    const { discount } = priceBasket(lines, productsBySku(db), findCoupon(db, code))
    const orderId = placeOrder(db, { customerId: null, address, lines, discount, shipping })
    emptyCart(db, sessionId)
    return c.redirect(`/orders/${orderId}`, 303)
  })

  return routes
}

function text(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : ''
}

function wholeNumber(value: FormDataEntryValue | null, fallback: number): number {
  const number = Number.parseInt(text(value), 10)
  return Number.isNaN(number) ? fallback : Math.max(0, number)
}
