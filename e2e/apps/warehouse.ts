/** A server that fails with values of many kinds in sight. */
import { createServer } from 'node:http'

class Shelf {
  #keeper = 'Ann'
  readonly label: string
  readonly items: Map<unknown, unknown>
  constructor(label: string) {
    this.label = label
    this.items = new Map<unknown, unknown>([
      ['tea', { price: 4, tags: ['green', 'loose'] }],
      [7, 'seven'],
    ])
  }
  get total(): object {
    return { count: this.items.size, keeper: this.#keeper }
  }
  get broken(): never {
    console.log('looking for %s', this.#keeper)
    throw new RangeError('nobody counted')
  }
}

const server = createServer((request, response) => {
  const shelf = new Shelf('A 1')
  try {
    take(shelf, request)
  } catch {
    response.writeHead(500).end('not taken')
  }
})

function take(shelf: Shelf, request: object): void {
  const label = Buffer.from('Tea, loose, 250 g')
  const ready = Promise.resolve({ ok: true })
  const guarded = new Proxy({ id: 1 }, { get: () => 2 })
  const many = Array.from({ length: 1000 }, (_, index) => index * index)
  const order: { id: number; lines: unknown[]; self?: unknown } = { id: 42, lines: [{ price: 3, amount: 10n }] }
  order.self = order
  const temp1 = 'taken'
  throw new Error(`Nothing left of ${JSON.stringify([label, temp1].length)}`, {
    cause: [shelf, request, ready, guarded, many],
  })
}

server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1')
