import { setTimeout as sleep } from 'node:timers/promises'

const shared = new Error('the one and only')

function throwIt(turn) {
  const where = `turn ${turn}`
  throw shared
}

export function first() {
  const page = 'first'
  throwIt(1)
}

export async function second() {
  const page = 'second'
  await sleep(1)
  throwIt(2)
}

function inner() {
  const level = 'inner'
  throw new RangeError('three layers')
}

function middle() {
  const level = 'middle'
  try {
    inner()
  } catch (error) {
    throw error
  }
}

export function layers() {
  const level = 'outer'
  try {
    middle()
  } catch (error) {
    const seen = error.message
    throw error
  }
}

export async function asyncLayers() {
  const level = 'async outer'
  try {
    await sleep(1).then(middle)
  } catch (error) {
    throw error
  }
}
