function fallback(name) {
  const known = ['a', 'b']
  throw new ReferenceError(`${name} is not among ${known}`)
}

function send(to, subject = fallback('subject'), body = 'empty') {
  return `${to} ${subject} ${body}`
}

function area({ width, height: { value } }, unit = 'cm') {
  return `${width * value} ${unit}`
}

function pick([first, second], rest) {
  const [{ id }] = rest
  return [first, second, id]
}

export const defaults = () => send('zoe')
export const nested = () => area({ width: 3 })
export const list = () => pick([1, 2], [])
export const nothing = () => pick(null, [])
export function statement() {
  const row = { id: 3, owner: null }
  const { id, owner: { name } } = row
  return id + name
}
