const formula = `
const rate = amount / 4
if (rate > 2) throw new RangeError('rate ' + rate)
rate`

export function fail() {
  const amount = 12
  return eval(formula) + amount
}
