import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { ShopEnv } from '../session.ts'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** Answers with a whole page of the shop around `body`. */
export function page(c: Context<ShopEnv>, title: string, body: Markup, status: ContentfulStatusCode = 200) {
  const query = c.req.path === '/search' ? (c.req.query('q') ?? '') : ''
  const count = c.get('cartCount')
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title === 'Kettle & Oak' ? title : `${title} · Kettle & Oak`}</title>
          <link rel="stylesheet" href="/shop.css" />
          <link rel="icon" href="data:," />
        </head>
        <body>
          <header class="top">
            <a class="brand" href="/">Kettle <span>&amp;</span> Oak</a>
            <form class="search" action="/search" role="search">
              <input type="search" name="q" value="${query}" placeholder="Search the shelves" aria-label="Search" />
            </form>
            <a class="cart-link" href="/cart">Cart${count > 0 ? html`<b>${count}</b>` : ''}</a>
          </header>
          <main>${body}</main>
          <footer class="bottom">
            <p>Kettle &amp; Oak, things for kitchens that are used. Open Tuesday to Saturday.</p>
          </footer>
        </body>
      </html>`,
    status,
  )
}
