import { html } from 'hono/html'
import type { CartLine } from '../cart.ts'
import { formatMoney } from '../money.ts'
import type { Address } from '../orders.ts'
import type { Markup } from './layout.ts'

const countries = [
  ['DE', 'Germany'],
  ['AT', 'Austria'],
  ['BE', 'Belgium'],
  ['FR', 'France'],
  ['NL', 'Netherlands'],
  ['NO', 'Norway'],
] as const

const fields = [
  ['name', 'Name', 'name'],
  ['street', 'Street and number', 'street-address'],
  ['city', 'City', 'address-level2'],
] as const

/** Reads the address of a checkout form, with a sentence for everything that is wrong with it. */
export function readAddress(form: FormData): { address: Address; problems: string[] } {
  const read = (field: string) => {
    const value = form.get(field)
    return typeof value === 'string' ? value.trim().slice(0, 200) : ''
  }
  const address = { name: read('name'), street: read('street'), city: read('city'), country: read('country') }
  const problems: string[] = []
  for (const [field, label] of fields) {
    if (address[field] === '') problems.push(`${label} is missing.`)
  }
  if (!countries.some(([code]) => code === address.country)) problems.push('We do not deliver to that country.')
  return { address, problems }
}

export function checkoutView(
  lines: readonly CartLine[],
  coupon: string,
  address: Partial<Address>,
  problems: readonly string[],
): Markup {
  return html`<h1>Checkout</h1>
    ${problems.map((problem) => html`<p class="notice">${problem}</p>`)}
    <form class="checkout" method="post" action="/checkout">
      <input type="hidden" name="coupon" value="${coupon}" />
      ${fields.map(
        ([field, label, autocomplete]) =>
          html`<label>
            ${label}
            <input name="${field}" value="${address[field] ?? ''}" autocomplete="${autocomplete}" required />
          </label>`,
      )}
      <label>
        Country
        <select name="country">
          ${countries.map(
            ([code, name]) =>
              html`<option value="${code}" ${code === address.country ? 'selected' : ''}>${name}</option>`,
          )}
        </select>
      </label>
      <button>Place the order</button>
    </form>
    <ul class="lines">
      ${lines.map(
        ({ product, quantity }) =>
          html`<li>
            <span class="what">${quantity} × ${product.name}</span>
            <span class="price">${formatMoney(product.price * quantity)}</span>
          </li>`,
      )}
    </ul>`
}
