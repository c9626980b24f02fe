export function labelled() {
  const limit = 2
  search: {
    const found = [1, 2, 3].indexOf(limit)
    if (found < 0) break search
    const where = `at ${found}`
    throw new Error(where)
  }
}

function switched(kind) {
  switch (kind) {
    case 'a': {
      const own = 'in a'
      return own
    }
    case 'b':
      let shared = 'for all cases'
      const size = shared.length
      throw new RangeError(`${kind} ${size}`)
    default:
      const never = 1
      return shared
  }
}

export const cases = () => switched('b')

function discriminant(value) {
  throw new TypeError(`cannot switch on ${value}`)
}

export function suspended() {
  const chosen = 'x'
  switch (discriminant(chosen)) {
    case 1:
      let captured = 'later'
      return () => captured
  }
}

export function forms() {
  let steps = 0
  do {
    steps++
    for (const key in { a: 1, b: 2 }) {
      const label = `${key}${steps}`
      if (label === 'b2') throw new Error(label)
    }
  } while (steps < 5)
}

export function comma() {
  let a = 1
  const b = ((a += 2), a * 3)
  throw new Error(`${a} ${b}`)
}
