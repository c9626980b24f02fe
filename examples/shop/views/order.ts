import { html } from 'hono/html'
import { formatMoney } from '../money.ts'
import { orderTotal } from '../orders.ts'
import type { Order } from '../orders.ts'
import type { Markup } from './layout.ts'

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

export function orderView(order: Order): Markup {
  const { id, placedAt, address, lines, discount, shipping } = order
  return html`<h1>Order ${id}</h1>
    <p class="muted">Placed on ${day.format(new Date(placedAt))}, going to ${address.name} in ${address.city}.</p>
    <ul class="lines">
      ${lines.map(
        (line) =>
          html`<li>
            <span class="what"><a href="/products/${line.sku}">${line.quantity} × ${line.name}</a></span>
            <span class="price">${formatMoney(line.price * line.quantity)}</span>
          </li>`,
      )}
    </ul>
    <div class="sum">
      ${discount > 0 ? html`<p>Discount <span class="price">−${formatMoney(discount)}</span></p>` : ''}
      <p>Shipping <span class="price">${formatMoney(shipping)}</span></p>
      <p>Total <span class="price large">${formatMoney(orderTotal(order))}</span></p>
      <p class="links">
        <a href="/orders/${id}/label">Shipping label</a>
        <a href="/orders/${id}/again" rel="nofollow">Send me the same again</a>
      </p>
    </div>`
}
