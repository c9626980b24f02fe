const later = () => new Promise((_resolve, reject) => setTimeout(reject, 1, new Error('timer')))

async function inner() {
  await null
  throw new Error('inner')
}
async function middle() {
  let seen = 0
  for (const step of [1, 2]) {
    seen += step
    await inner()
  }
  return seen
}
async function outer() {
  return [await middle(), await middle()]
}
async function driver() {
  const rows =
    await /* a comment */ later()
  return rows
}
async function* generate() {
  yield 1
  yield await later()
}
async function loop() {
  for await (const row of generate()) if (row === 2) return row
}
async function loopOverPromises() {
  for await (const row of [1, later()]) if (row === 2) return row
}
async function all() {
  try {
    await Promise.all([inner(), middle()])
  } finally {
    await null
  }
}
export const failures = { outer, driver, loop, loopOverPromises, all }
