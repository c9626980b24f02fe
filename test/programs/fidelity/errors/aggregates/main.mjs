function broken(n) {
  const half = n / 2
  return new Error(`broken ${half}`)
}
function attempt(n) {
  const twice = n * 2
  throw new RangeError(`attempt ${twice}`)
}

export function empty() {
  const errors = []
  throw new AggregateError(errors, 'nothing in it')
}
export function several() {
  const problems = []
  for (const n of [1, 2]) {
    try {
      attempt(n)
    } catch (error) {
      problems.push(error)
    }
  }
  throw new AggregateError(problems, `${problems.length} problems`)
}
export function nested() {
  const inner = new AggregateError([broken(2), 'text'], 'inner')
  const cause = broken(6)
  throw new AggregateError([inner, broken(4)], 'outer', { cause })
}
export async function any() {
  const none = []
  return await Promise.any(none)
}
