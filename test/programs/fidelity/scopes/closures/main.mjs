const counter = () => {
  let count = 0
  const unusedByInner = 'gone'
  return {
    up(step) {
      count += step
      if (count > 5) throw new RangeError(`count ${count}`)
      return count
    },
  }
}

export function loopVariables() {
  const checks = []
  for (let index = 0; index < 3; index++) {
    const square = index * index
    checks.push(() => {
      if (index === 2) throw new Error(`check ${index} ${square}`)
    })
  }
  for (const check of checks) check()
}

export function state() {
  const { up } = counter()
  up(2)
  return up(4)
}

export function onlyInner() {
  const outer = 'for inner only'
  const inner = () => {
    const own = outer.length
    throw new Error(`own ${own}`)
  }
  return inner()
}

export function unused() {
  const neverRead = { a: 1 }
  let assigned = 1
  assigned = 2
  const [, second] = [1, 2]
  throw new Error('unused')
}

const curry = (a) => (b) => (c) => {
  const sum = a + b + c
  throw new Error(`sum ${sum}`)
}
export const nested = () => curry(1)(2)(3)
