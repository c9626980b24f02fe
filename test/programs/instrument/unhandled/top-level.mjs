async function leaf() {
  await null
  throw new Error('leaf')
}
async function middle() {
  const value =
    await leaf()
  return value
}

await middle()
