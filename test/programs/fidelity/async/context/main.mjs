import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

const tenants = new AsyncLocalStorage()

async function charge(amount) {
  await sleep(1)
  const { tenant } = tenants.getStore()
  throw new Error(`${tenant} cannot pay ${amount}`)
}

export async function run() {
  const amount = 30
  return await tenants.run({ tenant: 'acme' }, async () => {
    const doubled = amount * 2
    return await charge(doubled)
  })
}

export async function bound() {
  const amount = 4
  const later = tenants.run({ tenant: 'late' }, () => AsyncLocalStorage.snapshot())
  return await later(() => charge(amount))
}

export async function resource() {
  const name = 'JOB'
  const job = new AsyncResource(name)
  return job.runInAsyncScope(() => {
    const inside = name.length
    throw new RangeError(`${name} ${inside}`)
  })
}
