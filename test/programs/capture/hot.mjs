// Every variable of an optimised function has to survive, after few calls and after very many.
import { createServer } from 'node:http'

function sums(n, fail) {
  const dead = n * 2
  const text = 'a' + n + 'b' + dead
  const short = { dead, twice: { n } }
  const { twice } = short
  let total = 0
  for (let i = 0; i < 3; i++) {
    const inner = i + dead
    total += inner
  }
  const last = [total, n]
  if (fail) throw new Error('hot')
  return total
}

class Point {
  constructor(x) {
    this.x = x
  }
  scaled(by, fail) {
    const copy = new Point(this.x * by)
    const label = `${copy.x}` + by
    const half = copy.x / 2
    if (fail) throw new Error('hot')
    return half
  }
}

function around(kind, n, fail) {
  const before = kind + ':' + n
  const got = kind === 'sums' ? sums(n, fail) : new Point(n).scaled(2, fail)
  const after = got + before.length
  return after
}

const server = createServer((request, response) => {
  const [, kind, calls] = request.url.split('/')
  try {
    for (let i = 0; i < Number(calls); i++) around(kind, i, false)
    around(kind, 21, true)
  } catch (error) {
    response.statusCode = 500
  }
  response.end('done')
})
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
