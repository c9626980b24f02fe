import { html } from 'hono/html'
import { formatMoney } from '../money.ts'
import type { Order } from '../orders.ts'
import type { Label } from '../shipping.ts'
import type { Markup } from './layout.ts'

export function labelView(order: Order, label: Label): Markup {
  const { reference, address, parcels } = label
  return html`<h1>Label of order ${order.id}</h1>
    <div class="label">
      <p>
        <strong>${address.name}</strong><br />${address.street}<br />${address.city}<br /><strong
          >${address.country}</strong
        >
      </p>
      <p class="code">${reference}</p>
    </div>
    <ul class="lines">
      ${parcels.map(
        ({ parcel, quote }) =>
          html`<li>
            <span class="what">
              Parcel ${parcel.number}, ${(parcel.grams / 1000).toFixed(1)} kg
              <span class="muted">${quote.carrier.name}, ${quote.days} days</span>
            </span>
            <span class="price">${formatMoney(quote.cents)}</span>
          </li>`,
      )}
    </ul>
    <p><a href="/orders/${order.id}">Back to the order</a></p>`
}
