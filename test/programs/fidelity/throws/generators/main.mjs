function* ids(prefix) {
  let count = 0
  while (true) {
    count++
    if (count === 3) throw new RangeError(`${prefix}${count}`)
    yield `${prefix}${count}`
  }
}

function* both(prefix) {
  const before = 'delegating'
  yield* ids(prefix)
}

export function loop() {
  const got = []
  for (const id of ids('u')) got.push(id)
  return got
}

export function spread() {
  const head = 'x'
  return [head, ...both('y')]
}

export function thrownIn() {
  const running = ids('z')
  const first = running.next().value
  running.throw(new Error(`thrown after ${first}`))
}
