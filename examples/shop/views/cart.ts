import { html } from 'hono/html'
import type { CartLine } from '../cart.ts'
import type { Coupon, Totals } from '../discounts.ts'
import { formatMoney } from '../money.ts'
import type { Markup } from './layout.ts'
import { picture } from './pictures.ts'

export function cartView(lines: readonly CartLine[], subtotal: number): Markup {
  if (lines.length === 0) {
    return html`<h1>Your cart is empty</h1>
      <p><a href="/">Have a look around</a></p>`
  }
  return html`<h1>Your cart</h1>
    <ul class="lines">
      ${lines.map(({ product, quantity }) => {
        const action = `/cart/lines/${product.sku}`
        return html`<li>
          ${picture(product)}
          <span class="what">
            <a href="/products/${product.sku}">${product.name}</a>
            <span class="muted">${formatMoney(product.price)} each</span>
          </span>
          <form class="row" method="post" action="${action}">
            <input
              class="count"
              type="number"
              name="quantity"
              value="${quantity}"
              min="0"
              max="20"
              aria-label="Quantity"
            />
            <button class="quiet">Update</button>
          </form>
          <form method="post" action="${action}">
            <input type="hidden" name="quantity" value="0" />
            <button class="quiet" aria-label="Remove ${product.name}">Remove</button>
          </form>
          <span class="price">${formatMoney(product.price * quantity)}</span>
        </li>`
      })}
    </ul>
    <div class="sum">
      <form class="row" action="/cart/total">
        <input name="coupon" placeholder="Coupon, say BREAKFAST" aria-label="Coupon" />
        <button class="quiet">Apply</button>
      </form>
      <p>Subtotal <span class="price large">${formatMoney(subtotal)}</span></p>
      <p class="muted">Shipping is worked out when we know where to.</p>
      <p><a class="button" href="/checkout">Checkout</a></p>
    </div>`
}

export function totalView(
  lines: readonly CartLine[],
  totals: Totals,
  code: string,
  coupon: Coupon | undefined,
): Markup {
  const { subtotal, discount, bundle } = totals
  return html`<h1>Your total</h1>
    ${code !== '' && !coupon ? html`<p class="notice">We have no coupon “${code}”.</p>` : ''}
    <ul class="lines">
      ${lines.map(
        ({ product, quantity }) =>
          html`<li>
            ${picture(product)}
            <span class="what">${quantity} × ${product.name}</span>
            <span class="price">${formatMoney(product.price * quantity)}</span>
          </li>`,
      )}
    </ul>
    <div class="sum">
      <p>Subtotal <span class="price">${formatMoney(subtotal)}</span></p>
      ${coupon ? html`<p>${coupon.title} <span class="price">−${formatMoney(discount)}</span></p>` : ''}
      <p>Total <span class="price large">${formatMoney(subtotal - discount)}</span></p>
      ${
        bundle && bundle.missing.length > 0
          ? html`<p class="muted">
              “${bundle.title}” is ${formatMoney(bundle.price)} altogether; you have not got
              ${bundle.missing.join(', ')}.
            </p>`
          : ''
      }
      <p><a class="button" href="/checkout?coupon=${encodeURIComponent(coupon?.code ?? '')}">Checkout</a></p>
    </div>`
}
