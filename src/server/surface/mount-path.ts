/** What Express and Connect leave on a request that they hand to an app mounted in theirs. */
interface Mounted {
  readonly url?: string
  readonly originalUrl?: unknown
}

// The characters of a path as RFC 3986 has them but the quote, so that no page can take them for a host or a script;
// anything else in a path of a client's is not repeated. Nor is what a browser, or a proxy, would read as other
// segments: encoded slashes, backslashes and dots.
const LEGAL_PATH = /^(?:\/(?:[\w.~!$&()*+,;=:@-]|%[\da-f]{2})+)+$/i
const UNCLEAR = /%(?:2f|5c|[01][\da-f]|7f)|\/(?:\.|%2e){1,2}(?:\/|$)/i
const ORIGIN = /^https?:\/\/[^/?#]*/i

/** The path that an outer app has taken off the front of a request's: `/shop`, or empty. */
export function mountPathOf(request: object): string {
  const { url: whole = '', originalUrl } = request as Mounted
  if (typeof originalUrl !== 'string' || originalUrl === whole) return ''
  // A target in absolute form, as proxies send it, keeps its origin.
  const origin = ORIGIN.exec(whole)?.[0] ?? ''
  if (!originalUrl.startsWith(origin)) return ''
  const url = whole.slice(origin.length)
  const original = originalUrl.slice(origin.length)
  // `/shop?a=1` is handed on as `/?a=1`.
  const rest = original.endsWith(url) ? url : url.replace(/^\//, '')
  if (!original.endsWith(rest)) return ''
  const path = original.slice(0, original.length - rest.length).replace(/\/$/, '')
  return LEGAL_PATH.test(path) && !UNCLEAR.test(path) ? path : ''
}
