export interface Item {
  readonly id: string
  readonly price: number
}

export class PriceError extends Error {
  override readonly name = 'PriceError'
}

/** Fails at the first item that somebody would be paid for. */
export function sumOf(items: readonly Item[], rate: number): number {
  let sum = 0
  for (const item of items) {
    const gross = item.price * rate
    if (gross < 0) throw new PriceError(`${item.id} costs ${gross}`)
    sum += gross
  }
  return sum
}
