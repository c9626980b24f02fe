import { setTimeout as sleep } from 'node:timers/promises'

async function step(n) {
  const twice = n * 2
  if (n === 0) {
    await sleep(1)
    throw new Error(`bottom ${twice}`)
  }
  return await step(n - 1)
}

export async function one() {
  const depth = 1
  return await step(0)
}

export async function five() {
  const depth = 5
  return await step(4)
}

export async function fifty() {
  const depth = 50
  return await step(49)
}

async function early(order) {
  const total = order.lines.length
  throw new RangeError(`${total} lines`)
}

async function passes(order) {
  const copy = { ...order }
  return early(copy)
}

export async function beforeFirstAwait() {
  const order = { lines: [] }
  const result = await passes(order)
  return result
}
