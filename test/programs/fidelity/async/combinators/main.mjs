import { setTimeout as sleep } from 'node:timers/promises'

async function job(name, ms, broken) {
  const started = `${name} started`
  await sleep(ms)
  if (broken) throw new Error(`${name} broke`)
  return name
}

export async function all() {
  const names = ['a', 'b', 'c']
  const results = await Promise.all(names.map((name, index) => job(name, 1, index === 1)))
  return results
}

export async function twoFail() {
  const names = ['x', 'y']
  await Promise.all(
    names.map(async (name, index) => {
      const ms = 1 + index * 20
      await job(name, ms, true)
    }),
  )
}

export async function race() {
  const limit = 5
  const late = async () => {
    await sleep(limit)
    throw new Error(`more than ${limit} ms`)
  }
  return await Promise.race([job('slow', 30, false), late()])
}

export async function any() {
  const names = ['p', 'q']
  return await Promise.any(names.map((name) => job(name, 1, true)))
}

export async function settled() {
  const outcomes = await Promise.allSettled([job('fine', 1, false), job('bad', 1, true)])
  const failed = outcomes.filter(({ status }) => status === 'rejected')
  const [first] = failed
  throw first.reason
}

export async function withResolvers() {
  const { promise, reject } = Promise.withResolvers()
  const why = 'from outside'
  setTimeout(() => reject(new Error(why)), 1)
  return await promise
}

export async function tried() {
  const input = { id: null }
  return await Promise.try((value) => value.id.length, input)
}
