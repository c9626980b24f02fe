export function text() {
  const why = 'plain text'
  throw `failed: ${why}`
}
export function number() {
  const status = 404
  throw status
}
export function nothing() {
  const why = 'nothing to say'
  throw undefined
}
export function nil() {
  const left = 0
  throw null
}
export function symbol() {
  const kind = Symbol('stop')
  throw kind
}
export function big() {
  const amount = 10n ** 3n
  throw amount
}
export function flag() {
  const ok = false
  throw ok
}
export async function rejected() {
  const code = 'E_LATER'
  return await Promise.reject(code)
}
export async function through() {
  const here = 'awaiting'
  return await thrown(5)
}
async function thrown(n) {
  const times = n * 2
  await null
  throw times
}
export function fn() {
  const name = 'handler'
  throw function handler() {}
}
