async function outer() {
  return inner()
}
async function inner() {
  const value =
    await 1
  return value.x.y
}
outer()
