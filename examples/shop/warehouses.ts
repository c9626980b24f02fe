/** Where a product lies, and how many of it. */
export interface Place {
  readonly warehouse: string
  readonly left: number
}

const warehouses = ['antwerp', 'lyon', 'gdansk'] as const
const patience = 250

/** The first warehouse that says it has the product. Rejects with all their reasons when none does. */
export async function firstWarehouseWith(ratesUrl: string, sku: string): Promise<Place> {
  const answers = warehouses.map((warehouse) => askWarehouse(ratesUrl, warehouse, sku))
  return await Promise.any(answers)
}

async function askWarehouse(ratesUrl: string, warehouse: string, sku: string): Promise<Place> {
  const url = new URL(`/warehouses/${warehouse}/stock/${encodeURIComponent(sku)}`, ratesUrl)
  const response = await fetch(url, { signal: AbortSignal.timeout(patience) })
  if (response.status === 404) throw new Error(`${warehouse} does not know ${sku}`)
  const { left } = (await response.json()) as { left: number }
  return { warehouse, left }
}
