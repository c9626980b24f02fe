import { setTimeout as sleep } from 'node:timers/promises'

async function charge(customer, amount) {
  await sleep(5 + (amount % 7))
  const fee = amount * 2
  throw new Error(`${customer} cannot pay ${amount}`)
}

async function checkout(n) {
  const customer = `customer ${n}`
  await sleep(n % 5)
  const amount = Number(n)
  return await charge(customer, amount)
}

export async function fail(n) {
  const request = `request ${n}`
  const receipt = await checkout(n)
  return receipt
}
