import { html } from 'hono/html'
import type { Breakage } from '../breakages.ts'
import type { Markup } from './layout.ts'

export function breakagesView(breakages: readonly Breakage[]): Markup {
  return html`<section class="breakages" id="things-that-break">
    <h2>Things that break here</h2>
    <p class="muted">A shop like any other has bugs. These are the ones we know of.</p>
    <ul>
      ${breakages.map(
        ({ href, title, sees }) =>
          html`<li>
            <a href="${href}">${title}</a>
            <span class="muted">${sees}</span>
          </li>`,
      )}
    </ul>
  </section>`
}
