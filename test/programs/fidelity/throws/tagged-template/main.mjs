function sql(strings, ...values) {
  const text = strings.join('?')
  const bad = values.findIndex((value) => value === undefined)
  if (bad !== -1) throw new TypeError(`value ${bad} of "${text}" is undefined`)
  return text
}

export function fail() {
  const id = 7
  let name
  return sql`select * from users where id = ${id} and name = ${name}`
}
