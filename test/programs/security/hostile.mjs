// An app in which an attacker has shaped everything that a traceback can show.
import { createServer } from 'node:http'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CONTROLS, MARKUP, PAYLOADS } from '../../security/payloads.ts'

const home = mkdtempSync(join(process.env.HOME ?? tmpdir(), 'hostile-'))
const require = createRequire(import.meta.url)

const named = (name) => Object.defineProperty(class {}, 'name', { value: name })

function errorOf(text) {
  const error = new Error(text)
  Object.defineProperty(error, 'name', { value: text, configurable: true, writable: true })
  return error
}

function message(text) {
  const error = errorOf(text)
  error[text] = text
  // The frames are real ones, and after them what an attacker would write.
  error.stack += `\n    at ${text} (/srv/${text}:1:1)\n    at /srv/${text}:2:2\n${text}`
  throw error
}

function stack(text) {
  const error = new Error('stack')
  error.stack = `Error: ${text}\n    at ${text} (/srv/${text}:1:1)\n    at /srv/${text}:2:2\n${text}`
  throw error
}

function causes(from, count) {
  const some = PAYLOADS.slice(from, from + count)
  const members = some.map((text) => {
    try {
      message(text)
    } catch (error) {
      return error
    }
  })
  throw new AggregateError(members, 'causes', { cause: errorOf(some[0]) })
}

function values(from, count) {
  const some = PAYLOADS.slice(from, from + count)
  const strings = [...some]
  const keys = Object.fromEntries(some.map((text) => [text, 1]))
  const symbols = Object.fromEntries(some.map((text, n) => [`s${n}`, Symbol(text)]))
  const symbolKeys = Object.create(null)
  for (const text of some) symbolKeys[Symbol(text)] = 1
  const map = new Map(some.map((text) => [text, text]))
  const set = new Set(some)
  const instances = some.map((text) => new (named(text))())
  const functions = some.map((text) => Object.defineProperty(() => text, 'name', { value: text }))
  const errors = some.map(errorOf)
  const tags = some.map((text) => ({ [Symbol.toStringTag]: text }))
  const bytes = some.map((text) => Buffer.from(text))
  const dates = [new Date(NaN), new URL('http://x.test/#' + encodeURIComponent(some[0])), /<script>pwned()<\/script>/]
  if (some.length > 0) throw new Error('values')
  return { strings, keys, symbols, symbolKeys, map, set, instances, functions, errors, tags, bytes, dates }
}

/** A file in a path, with a source line, a function and a variable that are the payload. */
function place(index) {
  const text = PAYLOADS[index]
  const oneLine = text.replaceAll(/[\n\r\u2028\u2029]/g, ' ')
  const name = oneLine.replaceAll('\0', '').replaceAll(/[\ud800-\udfff]/g, '').slice(0, 120)
  const file = join(home, String(index), `${name}.cjs`)
  mkdirSync(dirname(file), { recursive: true })
  const source = [
    `module.exports = (text) => { with ({ [text]: text }) { return ({ [text]() { // ${oneLine}`,
    `  const shown = text; throw new Error('place') // ${oneLine}`,
    '} })[text]() } }',
  ].join('\n')
  writeFileSync(file, source)
  require(file)(text)
}

function consoleFrame() {
  const payloads = { markup: MARKUP, controls: CONTROLS, all: PAYLOADS }
  throw new Error('console')
  // eslint-disable-next-line no-unreachable
  return payloads
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://app.invalid')
  const [, route, n = '0', count = '40'] = url.pathname.split('/')
  switch (route) {
    case 'boom':
    case 'message':
      return message(PAYLOADS[n])
    case 'stack':
      return stack(PAYLOADS[n])
    case 'causes':
      return causes(Number(n), Number(count))
    case 'values':
      return values(Number(n), Number(count))
    case 'place':
      return place(Number(n))
    case 'lines':
      throw new Error(`cannot charge ${url.searchParams.get('l')}`)
    case 'console':
      return consoleFrame()
    default:
      return response.end('hostile')
  }
})
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`listening ${server.address().port}`))
