import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

class Account {
  #balance = 42
  constructor(owner) {
    this.owner = owner
  }
  withdraw(amount, currency = 'EUR') {
    const limit = 10
    for (const attempt of [1, 2]) {
      const left = this.#balance - amount
      if (attempt === 2) throw new RangeError(`${this.owner} has ${left} ${currency} left, limit ${limit}`)
    }
  }
}

function rethrown(input) {
  const parsed = { input }
  try {
    new Account('zoe').withdraw(input)
  } catch (error) {
    const note = 'rethrowing'
    if (parsed) throw error
    return note
  }
}

function wrapped() {
  const attempt = 'wrapped'
  try {
    JSON.parse('{"half":')
  } catch (cause) {
    throw new Error(`cannot read ${attempt}`, { cause })
  }
}

async function level4(id) {
  await sleep(1)
  const bottom = { id }
  throw new TypeError(`level 4 of ${bottom.id}`)
}
async function level3(id) {
  const three = id + 3
  return await level4(three)
}
async function level2(id) {
  let seen = []
  for (const turn of ['first', 'second']) {
    const label = `${turn} turn`
    await sleep(1)
    seen.push(label)
    if (turn === 'second') await level3(id)
  }
  return seen
}
async function level1(id) {
  const one = `one ${id}`
  try {
    return await level2(id)
  } finally {
    void one
  }
}

async function early(q) {
  const before = q * 2
  throw new Error(`early ${before}`)
}
async function callsEarly() {
  const here = 'caller'
  await early(21)
  return here
}

async function* numbers() {
  yield 1
  await sleep(1)
  throw new Error('numbers ran out')
}
async function iterates() {
  const got = []
  for await (const number of numbers()) got.push(number)
  return got
}

async function all() {
  const jobs = ['a', 'b']
  return Promise.all(jobs.map(async (job) => { await sleep(1); if (job === 'b') throw new Error(`job ${job}`); return job }))
}
async function awaitsAll() {
  const name = 'all'
  await all()
  return name
}

function hot(n) {
  const dead = n * 2
  const kept = { dead }
  if (n < 0) throw new Error('hot')
  return kept.dead
}
function warm(n) {
  const label = `n${n}`
  return hot(n) + label.length
}

const overflow = (n) => overflow(n + 1) + 1

const app = new Hono()
app.get('/rethrown', () => rethrown(5))
app.get('/wrapped', () => wrapped())
app.get('/async', async (c) => c.json(await level1(7)))
app.get('/early', async (c) => c.text(await callsEarly()))
app.get('/iterates', async (c) => c.json(await iterates()))
app.get('/all', async (c) => c.json(await awaitsAll()))
app.get('/any', async () => await Promise.any([Promise.reject(new Error('one')), Promise.reject(new TypeError('two'))]))
app.get('/hot', () => { for (let i = 0; i < 30_000; i++) warm(i); return warm(-1) })
app.get('/overflow', () => overflow(0))
app.get('/frozen', () => { throw Object.freeze(new Error('frozen')) })
app.get('/stackless', () => { const bare = new Error('bare'); delete bare.stack; throw bare })
app.get('/number', () => { const why = 'a number'; if (why) throw 404 })
app.get('/undefined', () => { throw undefined })
app.get('/quiet', (c) => { try { JSON.parse('{') } catch {} return c.text('fine') })
app.get('/plain500', (c) => c.text('nothing in play', 500))
app.get('/ok', (c) => c.text('ok'))
app.get('/process', (c) => { setTimeout(() => Promise.reject(new Error('later'))); return c.text('ok') })

const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`listening ${port}`))
process.on('SIGTERM', () => server.close())
