async function leaf() {
  await null
  throw new TypeError('floating')
}
async function middle() {
  try {
    await leaf()
  } finally {
    console.log('finally')
  }
}
middle()
setTimeout(() => console.log('never'), 1000)
