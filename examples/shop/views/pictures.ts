import { html, raw } from 'hono/html'
import type { Product } from '../catalog.ts'
import type { Markup } from './layout.ts'

/** Line drawings on a field of 64 × 64. */
const drawings: Readonly<Record<string, string>> = {
  'dutch-oven':
    '<path d="M14 28h36v16a6 6 0 0 1-6 6H20a6 6 0 0 1-6-6z"/><path d="M12 28c0-7 9-11 20-11s20 4 20 11z"/><path d="M14 33H8m42 0h6M29 17c0-4 6-4 6 0"/>',
  'carbon-wok': '<path d="M8 28h38c0 12-8 20-19 20S8 40 8 28z"/><path d="m46 29 12-7M20 48h14"/>',
  'iron-skillet': '<circle cx="25" cy="37" r="16"/><circle cx="25" cy="37" r="12"/><path d="m36 25 17-15 4 4-16 18"/>',
  'granite-mortar':
    '<path d="M13 30h38c0 10-5 16-11 18v4H24v-4c-6-2-11-8-11-18z"/><path d="M31 30 44 10c2-3 7 0 5 3L39 30"/>',
  'oak-board':
    '<rect x="8" y="20" width="42" height="28" rx="3"/><path d="M50 29h4a5 5 0 0 1 0 10h-4M16 20v28M26 20v28M36 20v28M8 34h8m10 0h10"/>',
  'paring-knife':
    '<path d="M6 40c14 4 24 2 30-4l-2-3z"/><path d="m33 32 4 5 20-12a3.4 3.4 0 0 0-4-6zM42 30l1 1m5-5 1 1"/>',
  'copper-kettle':
    '<path d="M18 48c-6-10-3-22 10-24h6c13 2 16 14 10 24z"/><path d="M27 24c0-4 8-4 8 0M46 34l10-7M20 28c-4-20 26-20 22 0"/>',
  'stoneware-teapot':
    '<path d="M18 34c0-8 6-11 14-11s14 3 14 11-4 16-14 16-14-8-14-16z"/><path d="M25 24c1-5 13-5 14 0M32 17v3M46 35c5 0 6-4 11-9M18 31c-10-2-12 13 2 12"/>',
  'pour-over':
    '<path d="M19 10c2 10 9 13 9 20 0 6-11 10-11 19 0 3 2 5 5 5h20c3 0 5-2 5-5 0-9-11-13-11-19 0-7 7-10 9-20z"/><rect x="25" y="26" width="14" height="8" rx="2"/>',
  'speckled-mug':
    '<path d="M14 20h28v26a5 5 0 0 1-5 5H19a5 5 0 0 1-5-5z"/><path d="M42 26h5a6 6 0 0 1 6 6v3a6 6 0 0 1-6 6h-5"/><path d="M21 29h.1M30 34h.1M35 27h.1M23 41h.1M34 44h.1"/>',
  'linen-towels': '<path d="M16 12h32v38H16z"/><path d="M48 18h5v38H21v-6M16 40h32M16 44h32M30 12c0-5 4-5 4 0"/>',
  'salt-pig':
    '<path d="M14 52c-4-16 0-34 18-36 14-2 20 8 20 18s-2 13-4 18z"/><ellipse cx="42" cy="32" rx="9" ry="10"/><path d="m40 34 14-22"/>',
}

export function picture(product: Product): Markup {
  const drawing = drawings[product.sku] ?? '<circle cx="32" cy="32" r="18"/>'
  return html`<span class="picture ${product.category.toLowerCase()}">
    <svg viewBox="0 0 64 64" aria-hidden="true">${raw(drawing)}</svg>
  </span>`
}
