import { EventEmitter, once } from 'node:events'

export function unheard() {
  const bus = new EventEmitter()
  const code = 7
  bus.emit('error', new Error(`code ${code}`))
}

export function listener() {
  const bus = new EventEmitter()
  const orders = []
  bus.on('order', function onOrder(order) {
    const { total } = order
    if (total > 9) throw new RangeError(`too much: ${total}`)
    orders.push(order)
  })
  bus.emit('order', { total: 3 })
  bus.emit('order', { total: 30 })
}

export async function awaited() {
  const bus = new EventEmitter()
  const name = 'ready'
  setTimeout(() => bus.emit('error', new Error(`never ${name}`)), 1)
  await once(bus, name)
}

export function eventTarget() {
  const target = new EventTarget()
  const seen = []
  target.addEventListener('ping', (event) => seen.push(event.type))
  target.dispatchEvent(new Event('ping'))
  const count = seen.length
  throw new Error(`${count} seen`)
}
