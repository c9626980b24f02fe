import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

export function json() {
  const body = '{"half": '
  const kind = 'order'
  return JSON.parse(body)
}

export function domException() {
  const text = 'not base64: é'
  return atob(text)
}

export function abort() {
  const signal = AbortSignal.abort()
  const step = 'before'
  signal.throwIfAborted()
}

export function clone() {
  const job = { id: 1, run() {} }
  return structuredClone(job)
}

export function assertion() {
  const actual = { total: 3 }
  const expected = { total: 4 }
  assert.deepEqual(actual, expected, 'totals differ')
}

export function file() {
  const path = '/no/such/file.txt'
  return readFileSync(path, 'utf8')
}

export function url() {
  const address = 'http//half'
  return new URL(address)
}

export function regexp() {
  const pattern = '(open'
  return new RegExp(pattern)
}

export function length() {
  const size = -1
  return new Array(size)
}

export function decode() {
  const escaped = '%E0%A4%A'
  return decodeURIComponent(escaped)
}
