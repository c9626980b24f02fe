/** A request as bytes that nobody would send by accident. */
export interface RandomRequest {
  readonly bytes: Buffer
  /** Whether it goes to the debugger's own routes. */
  readonly own: boolean
}

const METHODS = 'GET GET GET POST POST POST DELETE PUT PATCH HEAD OPTIONS TRACE PROPFIND get QUERY'.split(' ')
const PATHS = ['/', '/t/ID', '/t/', '/assets/app.js', '/assets/', '/api/unlock', '/api/unlock', '/api/lock', '/api/session',
  '/api/tracebacks', '/api/tracebacks/ID', '/api/tracebacks/ID.md', '/api/tracebacks/ID.txt', '/api/tracebacks/ID.curl',
  '/api/tracebacks/ID/frames/N/evaluate', '/api/tracebacks/ID/frames/N/evaluate', '/api/tracebacks/ID/frames/N/complete',
  '/api/tracebacks/ID/expand', '/nothing', ''] // prettier-ignore
const APP_PATHS = ['/', '/boom', '/handled', '/cause', '/slow', '/nothing', '/cors', '/body']
const SPICE = ['%00', '%2e%2e/', '../', '..%2f', '%ff', '%c0%af', '%', '%zz', '\\', '//', ';', '?', '#', '?a=%', '*', '\u00ff', '[', '|',
  '<', '"', "'", '{', '^', '`', '%0d%0a', '/.', '/..', '/./', ':', '@evil.test', '%25', '+', '&=&', '__proto__', 'constructor'] // prettier-ignore
const HOSTS = [...Array<string>(60).fill('HOST'), 'localhost', 'evil.test', '', '[::1]', '[::1', 'localhost:99999', 'a b', '\u00ff', '.', '127.1',
  'localhost\\', '@', '[', 'x'.repeat(300), '%', '127.0.0.1:0'] // prettier-ignore
const NAMES = ['Accept', 'Accept-Encoding', 'Accept-Language', 'Authorization', 'Cookie', 'Content-Type', 'Content-Encoding', 'Origin', 'Referer',
  'Sec-Fetch-Site', 'Sec-Fetch-Mode', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'Forwarded', 'Via', 'Range', 'If-None-Match',
  'If-Modified-Since', 'Upgrade', 'X-HTTP-Method-Override', 'Expect', 'Te', 'Trailer', '__proto__', 'constructor', 'X-\u00ff', 'Content-Type'] // prettier-ignore
const WORDS = ['text/html', 'application/json', '*/*', 'text/plain', 'text/markdown;q=0', 'gzip, br, zstd', 'null', 'same-origin', 'cross-site', 'navigate',
  'http://HOST', 'https://evil.test', '127.0.0.1', '::1', 'for=127.0.0.1', '1.1 x', 'bytes=0-', '*', '', ' ', 'x'.repeat(2000), '\u00ff\u00fe', '100-continue',
  'websocket', 'a=b; c=d', '=', ';;;', 'inquest_session_0=x', '\t', 'application/json; charset=utf-16', 'deflate'] // prettier-ignore
const BODIES = ['', '{}', '[]', 'null', '{"pin":"1"}', '{"token":"x"}', '{"pin":{}}', '{"source":"1+1","mode":"peek"}', '{"source":"order","mode":"peek","timeoutMs":50}',
  '{"source":"(","mode":"peek"}', '{"source":"cust","cursor":4}', '{"source":"x","cursor":1e9}', '{"source":"a.","cursor":2}', '{"ref":"s1"}', '{"ref":"v0","from":-1}',
  '{"ref":"s1","from":1e308,"count":500}', '{"ref":"__proto__"}', '{', '{"a":', '\u0000', '\u00ff\u00fe', '[[[[[[[[', '"x"', '1e999', '{"__proto__":{"pin":"1"}}',
  '{"source":"\\ud800","mode":"peek"}', '{"mode":"run"}', 'x'.repeat(20_000)] // prettier-ignore

export interface Surroundings {
  readonly host: string
  readonly id: string
  /** `name=value`, where the requests come from a browser that is in. */
  readonly cookie: string
}

export type Dice = () => number

/** A repeatable source of numbers in [0, 1). */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

export function randomRequest(next: Dice, { host, id, cookie }: Surroundings): RandomRequest {
  const pick = (from: readonly string[]): string => from[Math.floor(next() * from.length)] ?? ''
  const some = (share: number): boolean => next() < share
  if (some(0.03)) return { bytes: noise(next), own: false }
  const aimed = some(0.85)
  const ids = [id, id, 'AAAAAAAAAAAAAAAA', '..', '%2e', 'constructor', '0', 'x'.repeat(500)]
  let path = aimed ? `/__inquest__${pick(PATHS)}` : pick(APP_PATHS)
  path = path.replace('ID', pick(ids)).replace('N', pick(['0', '1', '0', '99', '-1', 'x', '1e3']))
  while (some(0.25)) {
    const at = Math.floor(next() * (path.length + 1))
    path = path.slice(0, at) + pick(SPICE) + path.slice(at)
  }
  // After all the twisting it may be the app's again.
  const own = /^\/__inquest__(?:[/?#]|$)/.test(path)
  if (some(0.03)) path = `http://${pick(HOSTS).replace('HOST', host)}${path}`
  const lines: string[] = []
  if (!some(0.02)) lines.push(`Host: ${pick(HOSTS).replace('HOST', host)}`)
  if (cookie !== '' && some(0.9)) lines.push(`Cookie: ${cookie}`)
  if (some(0.6)) lines.push('Content-Type: application/json')
  while (some(0.6)) lines.push(`${pick(NAMES)}: ${pick(WORDS).replace('HOST', host)}`)
  const body = Buffer.from(pick(BODIES), some(0.5) ? 'latin1' : 'utf8')
  const length = body.length + (some(0.03) ? Math.floor(next() * 9) - 4 : 0)
  const isChunked = some(0.1)
  if (isChunked) lines.push('Transfer-Encoding: chunked')
  else if (!some(0.1)) lines.push(`Content-Length: ${Math.max(0, length)}`)
  lines.push('Connection: close')
  const head = `${pick(METHODS)} ${path} HTTP/${pick(['1.1', '1.1', '1.1', '1.1', '1.0', '0.9', '2.0'])}\r\n${lines.join('\r\n')}\r\n\r\n`
  const chunk = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])
  const bytes = Buffer.concat([Buffer.from(head, 'latin1'), isChunked ? chunk : body])
  return { bytes: some(0.02) ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes, own }
}

function noise(next: Dice): Buffer {
  return Buffer.from(Array.from({ length: Math.floor(next() * 400) }, () => Math.floor(next() * 256)))
}
