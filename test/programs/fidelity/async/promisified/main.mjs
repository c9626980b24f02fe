import { promisify } from 'node:util'

function lookup(name, callback) {
  const upper = name.toUpperCase()
  setTimeout(() => callback(new Error(`${upper} not found`)), 1)
}

export async function promisified() {
  const wanted = 'zoe'
  return await promisify(lookup)(wanted)
}

const byHand = (name) =>
  new Promise((resolve, reject) => {
    lookup(name, (error, value) => {
      if (error) reject(error)
      else resolve(value)
    })
  })

export async function wrapped() {
  const wanted = 'ann'
  return await byHand(wanted)
}

function strict(name, callback) {
  const kind = typeof name
  if (kind !== 'string') throw new TypeError(`a name is no ${kind}`)
  callback(null, name)
}

export async function synchronous() {
  const wanted = 5
  return await promisify(strict)(wanted)
}
