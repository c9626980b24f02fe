import { html } from 'hono/html'
import type { Product } from '../catalog.ts'
import type { GiftCard } from '../gift-card.ts'
import type { Pickup } from '../pickup.ts'
import type { Preferences } from '../preferences.ts'
import type { Review } from '../reviews.ts'
import type { Place } from '../warehouses.ts'
import type { Markup } from './layout.ts'

export function availabilityView(product: Product, place: Place): Markup {
  const city = place.warehouse.charAt(0).toUpperCase() + place.warehouse.slice(1)
  return html`<h1>${city} has it</h1>
    <p>${place.left} of “${product.name}” are on the shelf there.</p>
    ${backTo(product)}`
}

export function pickupView(product: Product, quantity: number, pickup: Pickup): Markup {
  return html`<h1>Yes, come by</h1>
    <p>We keep ${quantity} × “${product.name}” at the counter for you until ${pickup.until} today.</p>
    ${backTo(product)}`
}

export function reviewsView(product: Product, reviews: readonly Review[]): Markup {
  return html`<h1>What others say of “${product.name}”</h1>
    ${reviews.map((review) => html`<p><b>${'★'.repeat(review.stars)}</b> ${review.text} <i>${review.author}</i></p>`)}
    ${backTo(product)}`
}

export function preferencesView(customerId: string, preferences: Preferences): Markup {
  const { newsletter, language, favourites } = preferences
  return html`<h1>Preferences of ${customerId}</h1>
    <p>Newsletter: ${newsletter ? 'yes' : 'no'}. Language: ${language}.</p>
    <ul>
      ${favourites.map((sku) => html`<li><a href="/products/${sku}">${sku}</a></li>`)}
    </ul>`
}

export function giftCardView(card: GiftCard): Markup {
  return html`<h1>Gift card ${card.code}</h1>
    <p>There is <span class="price">${card.balance()}</span> on it.</p>
    <ul class="lines">
      ${card.statement().map(
        ({ day, note, amount }) =>
          html`<li>
            <span class="what">${note} <span class="muted">${day}</span></span>
            <span class="price">${amount}</span>
          </li>`,
      )}
    </ul>`
}

function backTo(product: Product): Markup {
  return html`<p><a href="/products/${product.sku}">Back to it</a></p>`
}
