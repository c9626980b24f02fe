function down(n) {
  const next = n + 1
  return down(next) + 1
}

export function fail() {
  const start = 0
  return down(start)
}

const build = (depth) => {
  let node = null
  for (let i = 0; i < depth; i++) node = { node }
  return node
}

function countdown(n) {
  const left = n - 1
  if (n === 0) throw new RangeError('landed')
  return countdown(left)
}

export function deep() {
  const depth = 200
  return countdown(depth)
}

export function native() {
  const tree = build(100_000)
  return JSON.stringify(tree)
}
