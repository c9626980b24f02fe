async function leaf() {
  throw 'a string'
}

await leaf()
