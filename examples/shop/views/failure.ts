import { html } from 'hono/html'
import type { Markup } from './layout.ts'

export function failure(): Markup {
  return html`<h1>That went to pieces</h1>
    <p class="lead">Something broke on our side. We have been told, and your cart is safe.</p>
    <p><a href="/">Back to the shop</a></p>`
}

export function notFound(path: string): Markup {
  return html`<h1>Not on our shelves</h1>
    <p class="lead">There is nothing at <code>${path}</code>.</p>
    <p><a href="/">Back to the shop</a></p>`
}
