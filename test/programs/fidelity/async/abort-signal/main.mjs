import { setTimeout as sleep } from 'node:timers/promises'

export async function timeout() {
  const limit = 2
  const signal = AbortSignal.timeout(limit)
  await sleep(10_000, 'never', { signal })
}

export async function reason() {
  const controller = new AbortController()
  const why = new Error('the user left')
  setTimeout(() => controller.abort(why), 1)
  const work = new Promise((resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
  })
  return await work
}

export async function fetches() {
  const signal = AbortSignal.abort()
  const path = 'http://127.0.0.1:1/'
  return await fetch(path, { signal })
}
