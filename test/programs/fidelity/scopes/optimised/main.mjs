function inlined(n, unit) {
  const dead = n * 3
  const text = unit + dead
  if (n < 0) throw new RangeError(`negative ${n}`)
  return text.length
}

function hot(n) {
  const doubled = n * 2
  const box = { doubled }
  const unused = `n${n}`
  return inlined(n, 'cm') + box.doubled
}

async function hotAsync(n) {
  const label = `async ${n}`
  const size = hot(n)
  return size + label.length
}

class Vector {
  constructor(x, y) {
    this.x = x
    this.y = y
  }
  length() {
    const squared = this.x * this.x + this.y * this.y
    if (squared > 1e12) throw new RangeError(`too long: ${squared}`)
    return Math.sqrt(squared)
  }
}

export function sync() {
  const times = 100_000
  let sum = 0
  for (let i = 0; i < times; i++) sum += hot(i & 7)
  return sum + hot(-1)
}

export async function asynchronous() {
  const times = 20_000
  for (let i = 0; i < times; i++) await hotAsync(i & 7)
  return await hotAsync(-2)
}

export function scalars() {
  let sum = 0
  for (let i = 0; i < 100_000; i++) {
    const vector = new Vector(i & 3, 1)
    sum += vector.length()
  }
  const last = new Vector(1e7, 1e7)
  return sum + last.length()
}
