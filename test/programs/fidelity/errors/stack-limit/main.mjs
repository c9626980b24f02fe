import { setTimeout as sleep } from 'node:timers/promises'

async function deep(n) {
  const level = n
  if (n > 0) return await deep(n - 1)
  await sleep(1)
  throw new Error(`limit ${Error.stackTraceLimit}`)
}

async function withLimit(limit) {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = limit
  try {
    return await deep(2)
  } finally {
    Error.stackTraceLimit = before
  }
}

export const zero = () => withLimit(0)
export const infinite = () => withLimit(Infinity)
export const one = () => withLimit(1)
export const removed = () => withLimit(undefined)
