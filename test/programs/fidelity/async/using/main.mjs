class Lock {
  constructor(name) {
    this.name = name
  }
  [Symbol.dispose]() {
    const { name } = this
    throw new Error(`cannot release ${name}`)
  }
}

export function sync() {
  const kind = 'sync'
  using lock = new Lock('db')
  return kind
}

export async function body() {
  const rows = null
  await using connection = { async [Symbol.asyncDispose]() {} }
  return rows.length
}

export function both() {
  const left = 2
  using lock = new Lock('table')
  throw new RangeError(`${left} left`)
}
