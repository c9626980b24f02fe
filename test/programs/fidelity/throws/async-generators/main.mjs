import { setTimeout as sleep } from 'node:timers/promises'

async function load(page) {
  await sleep(1)
  const size = page * 10
  throw new Error(`page ${page} of ${size}`)
}

async function* thrown() {
  const first = 'one'
  yield first
  await sleep(1)
  throw new RangeError(`after ${first}`)
}

async function* yielded() {
  const page = 2
  yield load(page)
}

async function* returned() {
  const page = 3
  return load(page)
}

async function* delegated() {
  const why = 'delegates'
  yield* thrown()
}

async function collect(pages) {
  const got = []
  for await (const page of pages) got.push(page)
  return got
}

export const throws = () => collect(thrown())
export const yields = () => collect(yielded())
export const returns = () => collect(returned())
export const delegates = () => collect(delegated())
