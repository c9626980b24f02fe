async function leaf(i) { await null; if (i === 2) throw new Error('leaf ' + i); return i }
async function top() { return await Promise.all([1, 2, 3].map((i) => leaf(i))) }
async function* generate() { yield 1; await null; throw new Error('generate') }
async function loop() { for await (const x of generate()) await leaf(x); await leaf(1) }
const nested = async () => [await leaf(1), await (await leaf)(await leaf(2))]
for (const fail of [top, loop, nested, async () => { for await (const x of (0, [leaf(2)])); }]) {
  try { await fail() } catch (error) { console.log(error.stack) }
}
