import { setTimeout as sleep } from 'node:timers/promises'

const early = new Error('made at the start')
let rejected

function later(error) {
  const delay = 1
  throw error
}

export function thrownLater() {
  const when = 'now'
  later(early)
}

async function loses() {
  await sleep(1)
  const cached = 'cache'
  throw new Error(`${cached} is cold`)
}

export async function fill() {
  rejected = loses()
  rejected.catch(() => {})
  await sleep(5)
  return 'filled'
}

export async function awaitedLater() {
  const use = 'second'
  return await rejected
}

export async function awaitedTwice() {
  const use = 'third'
  const promise = loses()
  try {
    await promise
  } catch {
    const again = true
    return await promise
  }
}
