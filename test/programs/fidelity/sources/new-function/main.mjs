const compile = (body) => new Function('order', body)

const total = compile(`
  const { lines } = order
  return lines.map((line) => line.price.toFixed(2))
`)

export function fail() {
  const order = { lines: [{ price: 2 }, { cost: 3 }] }
  return total(order)
}
