import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { openDatabase } from './database.ts'
import { requestLog } from './request-log.ts'
import { afterSale } from './routes/after-sale.ts'
import { basket } from './routes/basket.ts'
import { storefront } from './routes/storefront.ts'
import { session } from './session.ts'
import type { ShopEnv } from './session.ts'
import { failure, notFound } from './views/failure.ts'
import { page } from './views/layout.ts'

export interface ShopOptions {
  /** Where the rates service listens. */
  readonly ratesUrl: string
  /** Where the reviews service listens. */
  readonly reviewsUrl?: string | undefined
  /** Path of the database file; without it the shop forgets everything when it ends. */
  readonly database?: string | undefined
  /** Where the lines of the log go: the console, unless told otherwise. */
  readonly log?: Pick<Console, 'log' | 'error'>
}

export interface Shop {
  readonly app: Hono<ShopEnv>
  close(): void
}

const stylesheet = new URL('public/shop.css', import.meta.url)

/** The whole shop, ready to be served. */
export function createShop(options: ShopOptions): Shop {
  const { ratesUrl, reviewsUrl = 'http://127.0.0.1:4780', database, log = console } = options
  const db = openDatabase(database)
  const services = { db, ratesUrl, reviewsUrl }
  const css = readFileSync(stylesheet, 'utf8')

  const app = new Hono<ShopEnv>()
  app.use(requestLog((line) => log.log(line)))
  app.get('/shop.css', (c) => c.body(css, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.use(session(db))
  app.route('/', storefront(services))
  app.route('/', basket(services))
  app.route('/', afterSale(services))
  app.notFound((c) => page(c, 'Not found', notFound(c.req.path), 404))
  app.onError((err, c) => {
    log.error(err)
    return page(c, 'Something broke', failure(), 500)
  })
  return { app, close: () => db.close() }
}
