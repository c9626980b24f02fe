import { Hono } from 'hono'
import { breakages } from '../breakages.ts'
import { findProduct, listProducts, searchProducts } from '../catalog.ts'
import { askCounter } from '../pickup.ts'
import { loadReviews } from '../reviews.ts'
import type { Services } from '../services.ts'
import type { ShopEnv } from '../session.ts'
import { availabilityView, pickupView, reviewsView } from '../views/answers.ts'
import { breakagesView } from '../views/breakages.ts'
import { page } from '../views/layout.ts'
import { categoriesView, searchView } from '../views/product-list.ts'
import { productView } from '../views/product.ts'
import { firstWarehouseWith } from '../warehouses.ts'
import { html } from 'hono/html'

export function storefront({ db, ratesUrl, reviewsUrl }: Services): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>()

  routes.get('/', (c) => {
    const products = listProducts(db)
    return page(c, 'Kettle & Oak', html`${categoriesView(products)}${breakagesView(breakages)}`)
  })

  routes.get('/search', (c) => {
    const query = c.req.query('q')?.trim() ?? ''
    const found = query === '' ? [] : searchProducts(db, query)
    return page(c, `Search: ${query}`, searchView(query, found))
  })

  routes.get('/products/:sku', (c) => {
    const product = findProduct(db, c.req.param('sku'))
    if (!product) return c.notFound()
    return page(c, product.name, productView(product))
  })

  routes.get('/products/:sku/reviews', async (c) => {
    const product = findProduct(db, c.req.param('sku'))
    if (!product) return c.notFound()
    const reviews = await loadReviews(reviewsUrl, product.sku)
    return page(c, `Reviews of ${product.name}`, reviewsView(product, reviews))
  })

  routes.get('/products/:sku/availability', async (c) => {
    const product = findProduct(db, c.req.param('sku'))
    if (!product) return c.notFound()
    const place = await firstWarehouseWith(ratesUrl, product.sku)
    return page(c, `Where to find ${product.name}`, availabilityView(product, place))
  })

  routes.get('/products/:sku/pickup', async (c) => {
    const product = findProduct(db, c.req.param('sku'))
    if (!product) return c.notFound()
    const quantity = Number(c.req.query('quantity') ?? 1)
    const pickup = await askCounter(ratesUrl, product.sku, quantity)
    return page(c, `${product.name} at the counter`, pickupView(product, quantity, pickup))
  })

  return routes
}
