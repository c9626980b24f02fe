/** A server without a framework, in which a year is booked four awaits above the day that cannot be read. */
import { createServer } from 'node:http'

const book = { postings: 0 }

const server = createServer((request, response) => {
  if (request.url === '/') {
    response.end(`${book.postings} postings`)
    return
  }
  bookYear(2025).then(
    (cents) => response.end(`${cents} cents`),
    () => {
      response.writeHead(500).end('not booked')
    },
  )
})

async function bookYear(year: number): Promise<number> {
  let balance = 0
  for (const quarter of ['spring', 'summer']) {
    let carried = balance + year
    if (quarter === 'summer') carried += 5
    balance = await bookQuarter(quarter, carried)
  }
  return balance
}

async function bookQuarter(quarter: string, carried: number): Promise<number> {
  const booked = await bookMonth(quarter === 'spring' ? 'March' : 'June')
  return carried + booked
}

async function bookMonth(month: string): Promise<number> {
  const cents = await bookDay(month, 21)
  return cents
}

async function bookDay(month: string, day: number): Promise<number> {
  const cents = await parsePosting(`${month} ${day}: ${month === 'June' ? 'twelve' : '12'}`)
  book.postings++
  return cents
}

async function parsePosting(line: string): Promise<number> {
  await Promise.resolve()
  const cents = Number(line.split(': ')[1])
  if (Number.isNaN(cents)) throw new RangeError(`No amount in "${line}"`)
  return cents
}

server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1')
