function risky(input) {
  const size = input.size
  throw Object.assign(new Error('risky'), { size })
}

export function named() {
  try {
    risky({ size: 3 })
  } catch (problem) {
    const doubled = problem.size * 2
    throw new TypeError(`doubled ${doubled}`)
  }
}

export function destructured() {
  try {
    risky({ size: 4 })
  } catch ({ message, size }) {
    const note = `${message} ${size}`
    throw new TypeError(note)
  }
}

export function without() {
  const state = 'open'
  try {
    risky({ size: 5 })
  } catch {
    const closed = `${state} no more`
    throw new TypeError(closed)
  } finally {
    void state
  }
}
