import { html } from 'hono/html'
import type { Product } from '../catalog.ts'
import { formatMoney } from '../money.ts'
import type { Markup } from './layout.ts'
import { picture } from './pictures.ts'

export function categoriesView(products: readonly Product[]): Markup {
  const byCategory = Map.groupBy(products, (product) => product.category)
  return html`<p class="lead">
      Twelve things for the kitchen, each of them the one we kept.
      <a href="#things-that-break">Some things break here.</a>
    </p>
    ${[...byCategory].map(
      ([category, members]) =>
        html`<section>
          <h2>${category}</h2>
          ${productGrid(members)}
        </section>`,
    )}`
}

export function searchView(query: string, found: readonly Product[]): Markup {
  if (query === '') return html`<h1>What are you looking for?</h1>`
  if (found.length === 0)
    return html`<h1>Nothing here for “${query}”</h1>
      <p><a href="/">All our things</a></p>`
  return html`<h1>${found.length} for “${query}”</h1>
    ${productGrid(found)}`
}

function productGrid(products: readonly Product[]): Markup {
  return html`<ul class="grid">
    ${products.map(
      (product) =>
        html`<li>
          <a class="card" href="/products/${product.sku}">
            ${picture(product)}
            <strong>${product.name}</strong>
            <span class="muted">${product.blurb}</span>
            <span class="price">${formatMoney(product.price)}</span>
          </a>
        </li>`,
    )}
  </ul>`
}
