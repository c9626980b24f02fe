async function divide(total, parts) {
  const checked = await Promise.resolve(parts)
  if (checked === 0) throw new RangeError(`${total} in no parts`)
  return total / checked
}

export async function fail() {
  const total = 12
  const share = await divide(total, total - 12)
  return share
}
//# sourceMappingURL=gone.mjs.map
