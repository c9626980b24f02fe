export interface Review {
  readonly author: string
  readonly stars: number
  readonly text: string
}

export async function loadReviews(reviewsUrl: string, sku: string): Promise<Review[]> {
  const url = new URL(`/reviews/${encodeURIComponent(sku)}`, reviewsUrl)
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' } })
    return (await response.json()) as Review[]
  } catch (cause) {
    throw new Error(`Reviews of ${sku} could not be loaded from ${url.host}`, { cause })
  }
}
