import { ReadableStream, TextEncoderStream } from 'node:stream/web'
import { Hono } from 'hono'
import { productsBySku } from '../catalog.ts'
import { findGiftCard } from '../gift-card.ts'
import { exportOrders } from '../order-export.ts'
import { findOrder, placeOrder } from '../orders.ts'
import { findPreferences } from '../preferences.ts'
import type { Services } from '../services.ts'
import type { ShopEnv } from '../session.ts'
import { shippingLabel } from '../shipping.ts'
import { giftCardView, preferencesView } from '../views/answers.ts'
import { labelView } from '../views/label.ts'
import { page } from '../views/layout.ts'
import { orderView } from '../views/order.ts'

export function afterSale({ db, ratesUrl }: Services): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>()

  routes.get('/orders.csv', (c) => {
    const rows = ReadableStream.from(exportOrders(db)).pipeThrough(new TextEncoderStream())
    return c.body(rows as globalThis.ReadableStream, 200, { 'content-type': 'text/csv; charset=utf-8' })
  })

  routes.get('/orders/:id', (c) => {
    const order = findOrder(db, Number(c.req.param('id')))
    if (!order) return c.notFound()
    return page(c, `Order ${order.id}`, orderView(order))
  })

  routes.get('/orders/:id/label', async (c) => {
    const order = findOrder(db, Number(c.req.param('id')))
    if (!order) return c.notFound()
    const label = await shippingLabel(ratesUrl, order)
    return page(c, `Label of order ${order.id}`, labelView(order, label))
  })

  // The link "Send me the same again" of our mails, and mails can only GET.
  routes.get('/orders/:id/again', (c) => {
    const order = findOrder(db, Number(c.req.param('id')))
    if (!order) return c.notFound()
    const { customerId, address, shipping } = order
    const products = productsBySku(db)
    const lines = order.lines.flatMap(({ sku, quantity }) => {
      const product = products.get(sku)
      return product ? [{ product, quantity }] : []
    })
    const orderId = placeOrder(db, { customerId, address, lines, discount: 0, shipping })
    return c.redirect(`/orders/${orderId}`)
  })

  routes.get('/customers/:id/preferences', (c) => {
    const customerId = c.req.param('id')
    const preferences = findPreferences(db, customerId)
    if (!preferences) return c.notFound()
    return page(c, 'Preferences', preferencesView(customerId, preferences))
  })

  routes.get('/gift-cards/:code', (c) => {
    const card = findGiftCard(db, c.req.param('code'))
    if (!card) return c.notFound()
    return page(c, `Gift card ${card.code}`, giftCardView(card))
  })

  return routes
}
