import { setTimeout as sleep } from 'node:timers/promises'

Error.prepareStackTrace = (error, sites) => ({ custom: true, sites: sites.length })

async function work(n) {
  await sleep(1)
  const made = new Error(`made ${n}`)
  throw made
}

export async function fail() {
  const task = 'objects for stacks'
  return await work(3)
}

export async function throwing() {
  const before = Error.prepareStackTrace
  Error.prepareStackTrace = () => {
    throw new TypeError('cannot prepare')
  }
  try {
    return await work(4)
  } finally {
    Error.prepareStackTrace = before
  }
}
