import { Readable } from 'node:stream'
import { on, EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

async function piece(n) {
  await sleep(1)
  if (n === 2) throw new Error(`piece ${n}`)
  return n
}

export async function promises() {
  const seen = []
  for await (const n of [piece(1), piece(2)]) {
    seen.push(n)
  }
  return seen
}

export async function body() {
  const limit = 1
  async function* rows() {
    yield { id: 1 }
    yield { id: 2 }
  }
  for await (const row of rows()) {
    if (row.id > limit) throw new RangeError(`row ${row.id}`)
  }
}

export async function stream() {
  let size = 0
  const source = new Readable({
    read() {},
  })
  source.push('12345')
  setTimeout(() => {
    source.destroy(new Error(`cut after ${size}`))
  }, 5)
  for await (const chunk of source) {
    size += chunk.length
  }
}

export async function events() {
  const emitter = new EventEmitter()
  const names = []
  setTimeout(() => {
    emitter.emit('row', 'a')
    emitter.emit('error', new Error('emitter failed'))
  }, 1)
  for await (const [name] of on(emitter, 'row')) {
    names.push(name)
  }
}

export async function byHand() {
  const source = {
    [Symbol.asyncIterator]() {
      let turn = 0
      return {
        async next() {
          turn++
          if (turn === 2) throw new Error(`turn ${turn}`)
          return { done: false, value: turn }
        },
      }
    },
  }
  let sum = 0
  for await (const value of source) sum += value
  return sum
}
