import { setTimeout as sleep } from 'node:timers/promises'

async function query(sql) {
  await sleep(1)
  const code = 42
  throw new Error(`${sql} failed with ${code}`)
}

export async function rethrows() {
  const tries = 1
  try {
    return await query('select')
  } catch (error) {
    const note = `after ${tries}`
    await sleep(1)
    throw error
  }
}

export async function finishes() {
  const log = []
  try {
    return await query('update')
  } finally {
    log.push('closed')
    await sleep(1)
  }
}

export async function wraps() {
  const table = 'users'
  try {
    await query('delete')
  } catch (cause) {
    const what = `cannot empty ${table}`
    throw new TypeError(what, { cause })
  }
}

export async function replaces() {
  const steps = ['open']
  try {
    await query('insert')
  } finally {
    const left = steps.length
    throw new RangeError(`${left} left open`)
  }
}

async function retry(work, times) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt)
    } catch (error) {
      if (attempt === times) throw error
    }
  }
}

export async function retries() {
  const limit = 3
  return await retry((attempt) => query(`try ${attempt}`), limit)
}
