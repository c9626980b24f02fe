const compiled = new Function('rows', 'limit', 'const first = rows[0]\nif (!first) throw new RangeError("no rows of " + limit)\nreturn first')

export function fail() {
  const rows = []
  const limit = 10
  return compiled(rows, limit)
}
