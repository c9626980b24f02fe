const rows = [{ price: 3 }, { price: null }, { price: 5 }]

function priceOf(row) {
  const { price } = row
  return price.toFixed(2)
}

export function map() {
  const currency = 'EUR'
  return rows.map((row, index) => `${index} ${priceOf(row)} ${currency}`)
}

export function sort() {
  const order = 'ascending'
  return [2, 1].sort((a, b) => {
    if (order === 'ascending') throw new Error(`cannot compare ${a} and ${b}`)
    return a - b
  })
}

export function toJson() {
  const money = {
    amount: 5,
    toJSON(key) {
      const rounded = Math.round(this.amount)
      throw new TypeError(`${key} ${rounded}`)
    },
  }
  return JSON.stringify({ money })
}

export function replace() {
  const names = { a: 'Ann' }
  return 'a and b'.replace(/[ab]/g, (letter, offset) => names[letter].toUpperCase() + offset)
}

export function reviver() {
  const limit = 10
  return JSON.parse('{"a": 11}', function (key, value) {
    if (value > limit) throw new RangeError(`${key} is ${value}`)
    return value
  })
}

export function reflected() {
  const args = [rows[1]]
  return Reflect.apply(priceOf, undefined, args)
}

export function bound() {
  const later = priceOf.bind(null, rows[1])
  return later()
}

export function reduce() {
  const start = 0
  return rows.reduce((sum, row) => sum + row.price.valueOf(), start)
}
