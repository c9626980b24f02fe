const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })

/** Writes cents the way the shop shows prices: 14900 → €149.00. */
export function formatMoney(cents: number): string {
  return euros.format(cents / 100)
}
