/** Until when the counter of the store in town keeps things for a customer. */
export interface Pickup {
  readonly left: number
  readonly until: string
}

export async function askCounter(ratesUrl: string, sku: string, quantity: number): Promise<Pickup> {
  const url = new URL(`/counter/${encodeURIComponent(sku)}`, ratesUrl)
  url.searchParams.set('quantity', String(quantity))
  const response = await fetch(url)
  const answer: unknown = await response.json()
  if (!response.ok) throw answer
  return answer as Pickup
}
