class Range {
  constructor(end) {
    this.end = end
  }
  [Symbol.iterator]() {
    let at = 0
    const { end } = this
    return {
      next() {
        const value = at++
        if (value === end) throw new RangeError(`past ${end}`)
        return { done: false, value }
      },
      return() {
        const open = 'open'
        throw new Error(`cannot close, ${open}`)
      },
    }
  }
}

export function next() {
  const seen = []
  for (const n of new Range(2)) seen.push(n)
  return seen
}

export function close() {
  const wanted = 1
  for (const n of new Range(5)) if (n === wanted) break
  return wanted
}

export function destructured() {
  const [a, b, c] = new Range(1)
  return a + b + c
}

export function notObject() {
  const odd = { [Symbol.iterator]: () => ({ next: () => 7 }) }
  return Array.from(odd)
}
