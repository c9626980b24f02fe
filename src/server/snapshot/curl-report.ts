import type { NameValue, RequestInfo } from '../../shared/traceback.ts'
import { MASK } from './redaction.ts'

/** Belong to the connection or follow from the rest (RFC 9110 section 7.6.1, and what curl sets itself). */
const NOT_REPEATED = new Set(
  (
    'connection keep-alive proxy-connection proxy-authenticate te trailer transfer-encoding upgrade expect host ' +
    'content-length accept-encoding http2-settings'
  ).split(' '),
)
const TOKEN = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/

/**
 * A shell command (bash, zsh) that repeats a request. Whatever the request holds is quoted; comments hold nothing of it
 * but plain header names, since an interactive zsh runs comments as commands.
 * @param origin scheme, host and port, such as `http://localhost:3000`
 */
export function renderCurl(request: RequestInfo, origin: string): string {
  const comments: string[] = []
  const target = request.url.startsWith('/') ? request.url : pathOf(request.url)
  const parts = [`curl${methodOption(request)}`]
  if (request.url === '*') parts.push("--request-target '*'")
  if (/[[\]{}]/.test(target)) parts.push('--globoff')
  parts.push(quoteArgument(origin.replace(/\/+$/, '') + target))

  const dropped = connectionHeaders(request.headers)
  const masked: string[] = []
  for (const [name, value] of request.headers) {
    const lower = name.toLowerCase()
    if (!TOKEN.test(name) || NOT_REPEATED.has(lower) || dropped.has(lower)) continue
    if (value.includes(MASK)) masked.push(/^[\w-]+$/.test(name) ? name : 'another header')
    // Without a value curl would leave the header out, unless it ends in a semicolon.
    parts.push(`-H ${quoteArgument(value === '' ? `${name};` : `${name}: ${value}`)}`)
  }
  if (masked.length > 0) comments.push(`# Masked here, fill in before running: ${[...new Set(masked)].join(', ')}`)
  if (target.includes(MASK) || target.includes(encodeURIComponent(MASK))) {
    comments.push('# Masked here, fill in before running: part of the URL')
  }
  if (request.body !== undefined && request.body.text !== '') {
    const { text, size, truncated } = request.body
    parts.push(`--data-raw ${quoteArgument(text)}`)
    if (truncated) comments.push(`# The body had ${size} bytes, this is the beginning of it.`)
    if (text.includes(MASK)) comments.push('# Masked here, fill in before running: part of the body')
  }
  return `${[...comments, parts.join(' \\\n  ')].join('\n')}\n`
}

function methodOption({ method, body }: RequestInfo): string {
  const hasBody = body !== undefined && body.text !== ''
  if (method === 'HEAD' && !hasBody) return ' --head'
  if (method === (hasBody ? 'POST' : 'GET')) return ''
  return ` -X ${/^[A-Z]+$/.test(method) ? method : quoteArgument(method)}`
}

/** The path and query of a request target in absolute form (what a proxy is sent). */
function pathOf(target: string): string {
  const rest = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/is.exec(target)?.[1] ?? ''
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** Names that the `Connection` header gives to this hop alone. */
function connectionHeaders(headers: readonly NameValue[]): ReadonlySet<string> {
  return new Set(
    headers
      .filter(([name]) => name.toLowerCase() === 'connection')
      .flatMap(([, value]) => value.split(',').map((name) => name.trim().toLowerCase())),
  )
}

/* Control characters and marks that a terminal acts on when a text is pasted into it. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** One argument for a POSIX shell; with control characters in it, in the `$'…'` of bash and zsh. */
function quoteArgument(text: string): string {
  if (!UNPRINTABLE.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`
  // An exclamation mark would call up the history even there, and NUL ends an argument.
  const escaped = text.replaceAll('\0', '').replaceAll(/[\\'!]|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeForShell)
  return `$'${escaped}'`
}

function escapeForShell(char: string): string {
  if (char === '\n') return String.raw`\n`
  if (char === '\r') return String.raw`\r`
  if (char === '\t') return String.raw`\t`
  if (char === '\\' || char === "'") return `\\${char}`
  const code = char.codePointAt(0) ?? 0
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
