function countdown(n) {
  const left = n - 1
  if (n === 0) throw new RangeError('landed')
  return countdown(left)
}

export function fail() {
  const depth = 200
  return countdown(depth)
}
