import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The service behind the shop: carriers with their rates, the stock of three warehouses, the counter of the store
 * in town. Another team's, as far as the shop is concerned.
 */
export interface RatesServer {
  readonly url: string
  close(): Promise<void>
}

interface Band {
  readonly upTo: number
  readonly amount: string
}

interface Tariff {
  readonly name: string
  readonly days: number
  readonly countries: Readonly<Record<string, readonly Band[]>>
}

const tariffs: Readonly<Record<string, Tariff>> = {
  norden: {
    name: 'Norden',
    days: 5,
    countries: {
      DE: bands('6.40', '9.80', '14.20'),
      NL: bands('7.10', '10.40', '15.60'),
      NO: bands('12.60', '18.20', '26.90'),
    },
  },
  postlink: {
    name: 'Postlink',
    days: 3,
    countries: {
      AT: bands('6.90', '9.90', '13.90'),
      BE: bands('7.90', '10.90', '14.90'),
      DE: bands('5.90', '8.40', '12.90'),
      FR: bands('8.90', '11.90', '16.40'),
      NL: bands('7.90', '10.90', '14.90'),
      NO: bands('14.90', '19.90', '24,90'),
    },
  },
}

const counterStock: Readonly<Record<string, number>> = { 'speckled-mug': 12, 'dutch-oven': 2, 'copper-kettle': 1 }

function bands(small: string, medium: string, large: string): Band[] {
  return [
    { upTo: 2_000, amount: small },
    { upTo: 10_000, amount: medium },
    { upTo: 31_500, amount: large },
  ]
}

function answer(response: ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document))
}

function answerCarriers(response: ServerResponse, country: string): void {
  const serving = Object.entries(tariffs).filter(([, tariff]) => country in tariff.countries)
  answer(
    response,
    200,
    serving.map(([id, tariff]) => ({ id, name: tariff.name })),
  )
}

function answerRate(response: ServerResponse, carrier: string, country: string, grams: number): void {
  const tariff = tariffs[carrier]
  const band = tariff?.countries[country]?.find((candidate) => grams <= candidate.upTo)
  if (!tariff || !band) answer(response, 404, { code: 'E_NO_RATE', carrier, country, grams })
  else answer(response, 200, { amount: band.amount, currency: 'EUR', days: tariff.days })
}

function answerWarehouse(response: ServerResponse, warehouse: string, sku: string): void {
  const isWok = sku === 'carbon-wok'
  if (warehouse === 'antwerp') {
    if (isWok) answer(response, 404, { code: 'E_UNKNOWN', sku })
    else answer(response, 200, { sku, left: 24 })
  } else if (warehouse === 'lyon') {
    // Lyon has no barcodes on what came before 2020: someone goes and looks.
    const walk = isWok ? 5_000 : 30
    const answering = setTimeout(() => answer(response, 200, { sku, left: 3 }), walk)
    response.on('close', () => clearTimeout(answering))
  } else if (isWok) {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Gdańsk is being moved</h1>')
  } else {
    answer(response, 200, { sku, left: 8 })
  }
}

function answerCounter(response: ServerResponse, sku: string, quantity: number): void {
  const left = counterStock[sku] ?? 4
  if (quantity > left) answer(response, 409, { code: 'E_STOCK', sku, wanted: quantity, left })
  else answer(response, 200, { sku, left, until: '18:30' })
}

/** Starts the service on a free port of the loopback interface. */
export async function startRatesServer(): Promise<RatesServer> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const [, room = '', name = '', , last = ''] = pathname.split('/')
    const country = searchParams.get('country') ?? ''
    if (room === 'carriers' && name === '') answerCarriers(response, country)
    else if (room === 'carriers') answerRate(response, name, country, Number(searchParams.get('grams')))
    else if (room === 'warehouses') answerWarehouse(response, name, last)
    else if (room === 'counter') answerCounter(response, name, Number(searchParams.get('quantity')))
    else answer(response, 404, { code: 'E_NOT_FOUND' })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
