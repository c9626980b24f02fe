async function* generate() {
  yield 1
  throw new RangeError('loop')
}

for await (const value of generate()) console.log(value)
