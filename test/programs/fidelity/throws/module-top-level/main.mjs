let attempt = 0

export async function sync() {
  const turn = ++attempt
  const loaded = await import(`./sync.mjs?${turn}`)
  return loaded.default
}

export async function awaits() {
  const turn = ++attempt
  const loaded = await import(`./awaits.mjs?${turn}`)
  return loaded.default
}

export async function nested() {
  const depth = 'nested'
  return await import('./imports-sync.mjs')
}
