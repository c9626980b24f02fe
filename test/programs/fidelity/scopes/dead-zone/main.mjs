export function fail() {
  const before = 1
  use(before)
  const after = 2
  class Later {}
  let unset
  function use(value) {
    const seen = value + 1
    return seen + after
  }
}

export function block() {
  let total = 1
  {
    const copy = total + bonus
    const bonus = 3
  }
}

export function loop() {
  const rows = ['a', 'b']
  for (const row of rows) {
    if (row === 'b') check(row)
    const upper = row.toUpperCase()
  }
  function check(value) {
    throw new Error(`no ${value}`)
  }
}
