export function nullPrototype() {
  const made = Object.assign(Object.create(null), { code: 7, reason: 'bare' })
  throw made
}
export function frozen() {
  const kind = 'frozen'
  throw Object.freeze(new RangeError(kind))
}
export function noStack() {
  const bare = new Error('no stack')
  delete bare.stack
  throw bare
}
export function oddStack() {
  const odd = new Error('odd stack')
  odd.stack = { lines: 3 }
  throw odd
}
export function likeAnError() {
  const like = { name: 'HttpError', message: 'like an error', status: 418 }
  throw like
}
export function proxied() {
  const target = new Error('behind a proxy')
  throw new Proxy(target, {
    get(object, key) {
      throw new Error(`trap for ${String(key)}`)
    },
  })
}
export function plain() {
  const details = { field: 'email', errors: ['missing'] }
  throw details
}
