import { html } from 'hono/html'
import type { Product } from '../catalog.ts'
import { formatMoney } from '../money.ts'
import type { Markup } from './layout.ts'
import { picture } from './pictures.ts'

export function productView(product: Product): Markup {
  const { sku, name, category, price, stock, grams, blurb, details } = product
  return html`<article class="product">
    ${picture(product)}
    <div>
      <p class="muted">${category}</p>
      <h1>${name}</h1>
      <p class="lead">${blurb}</p>
      <p>${details}</p>
      <p class="price large">${formatMoney(price)}</p>
      <p class="muted">${stock > 3 ? 'In stock' : `Only ${stock} left`} · ${(grams / 1000).toFixed(1)} kg</p>
      <form class="row" method="post" action="/cart/lines">
        <input type="hidden" name="sku" value="${sku}" />
        <input class="count" type="number" name="quantity" value="1" min="1" max="20" aria-label="Quantity" />
        <button>Add to cart</button>
      </form>
      <p class="links">
        <a href="/products/${sku}/availability">Which warehouse has it?</a>
        <a href="/products/${sku}/pickup?quantity=1">Pick it up today</a>
        <a href="/products/${sku}/reviews">Reviews</a>
      </p>
    </div>
  </article>`
}
