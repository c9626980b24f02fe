import { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export async function transform() {
  const limit = 2
  const check = new Transform({
    objectMode: true,
    transform(row, encoding, callback) {
      const { id } = row
      if (id > limit) throw new RangeError(`row ${id}`)
      callback(null, row)
    },
  })
  const sink = new Writable({ objectMode: true, write: (row, encoding, callback) => callback() })
  await pipeline(Readable.from([{ id: 1 }, { id: 3 }]), check, sink)
}

export async function handed() {
  const name = 'full'
  const sink = new Writable({
    write(chunk, encoding, callback) {
      const size = chunk.length
      callback(new Error(`${name} at ${size}`))
    },
  })
  await pipeline(Readable.from(['abc']), sink)
}

export async function generator() {
  const prefix = 'line'
  const sink = new Writable({ write: (chunk, encoding, callback) => callback() })
  await pipeline(
    Readable.from(['a', 'b']),
    async function* (source) {
      let count = 0
      for await (const text of source) {
        count++
        if (count === 2) throw new Error(`${prefix} ${count}: ${text}`)
        yield text
      }
    },
    sink,
  )
}

export async function web() {
  const size = 4
  const stream = new ReadableStream({
    pull(controller) {
      const chunk = 'x'.repeat(size)
      controller.error(new Error(`web ${chunk}`))
    },
  })
  const reader = stream.getReader()
  return await reader.read()
}
