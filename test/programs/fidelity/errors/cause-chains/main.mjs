function connect(host) {
  const port = 5432
  throw new Error(`${host}:${port} refused`)
}
function query(sql) {
  const retries = 2
  try {
    return connect('db')
  } catch (cause) {
    throw new TypeError(`query failed: ${sql}`, { cause })
  }
}
function page(name) {
  const sql = `select * from ${name}`
  try {
    return query(sql)
  } catch (cause) {
    const what = 'page'
    throw new RangeError(`${what} ${name}`, { cause })
  }
}

export const chain = () => page('users')

export function cycle() {
  const first = new Error('first')
  const second = new Error('second', { cause: first })
  first.cause = second
  throw second
}

export function self() {
  const alone = new Error('alone')
  alone.cause = alone
  throw alone
}

export function notAnError() {
  const details = { status: 502, body: 'bad gateway' }
  throw new Error('upstream', { cause: details })
}
