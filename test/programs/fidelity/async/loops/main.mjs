import { setTimeout as sleep } from 'node:timers/promises'

async function fetchPage(page) {
  await sleep(1)
  if (page === 3) throw new Error(`page ${page} is gone`)
  return `page ${page}`
}

export async function forOf() {
  const pages = [1, 2, 3, 4]
  const got = []
  for (const page of pages) {
    const text = await fetchPage(page)
    got.push(text)
  }
  return got
}

export async function counted() {
  let last
  outer: for (let round = 0; round < 2; round++) {
    for (let page = round + 1; page < 9; page += 2) {
      if (page === 5) continue outer
      last = await fetchPage(page)
    }
  }
  return last
}

export async function whileLoop() {
  let page = 0
  while (true) {
    page++
    const doubled = page * 2
    await fetchPage(page)
  }
}
