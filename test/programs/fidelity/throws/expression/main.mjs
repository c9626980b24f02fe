export function property() {
  const order = { id: 7, customer: undefined }
  const label = `order ${order.id}`
  return label + order.customer.name
}

export function call() {
  const tools = { hammer: 1 }
  const wanted = 'hammer'
  return tools[wanted]('nail')
}

export function name() {
  const known = 1
  return known + unknownName
}

export function assignment() {
  const fixed = 'fixed'
  const next = 2
  fixed = next
}

export function bigint() {
  const cents = 100n
  const rate = 1.5
  return cents * rate
}

export function spread() {
  const count = 5
  return Math.max(...count)
}

export function construct() {
  const Shape = { sides: 4 }
  return new Shape()
}

export function within() {
  const key = 'id'
  const row = 'a string'
  return key in row
}
