function down(n) {
  const next = n + 1
  return down(next) + 1
}

export function fail() {
  const start = 0
  return down(start)
}
