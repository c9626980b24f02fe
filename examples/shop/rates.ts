/** Client of the rates service: which carriers deliver to a country, and what they charge. */

export interface Carrier {
  readonly id: string
  readonly name: string
}

/** What one parcel costs, in cents, and how long it takes. */
export interface Rate {
  readonly carrier: Carrier
  readonly cents: number
  readonly days: number
}

interface RateDocument {
  readonly amount: string
  readonly currency: string
  readonly days: number
}

export async function carriersTo(ratesUrl: string, country: string): Promise<Carrier[]> {
  const url = new URL('/carriers', ratesUrl)
  url.searchParams.set('country', country)
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The rates service answered ${response.status} for ${url.pathname}${url.search}`)
  return (await response.json()) as Carrier[]
}

export async function rateFor(ratesUrl: string, carrier: Carrier, country: string, grams: number): Promise<Rate> {
  const url = new URL(`/carriers/${carrier.id}/rate`, ratesUrl)
  url.searchParams.set('country', country)
  url.searchParams.set('grams', String(grams))
  const response = await fetch(url)
  const rate = await parseRate(response, carrier)
  return rate
}

async function parseRate(response: Response, carrier: Carrier): Promise<Rate> {
  const document = (await response.json()) as RateDocument
  const { amount, currency, days } = document
  const euros = Number(amount)
  if (!Number.isFinite(euros)) {
    throw new RangeError(`${carrier.name} asks for ${JSON.stringify(amount)} ${currency}, which is not a number`)
  }
  return { carrier, cents: Math.round(euros * 100), days }
}
