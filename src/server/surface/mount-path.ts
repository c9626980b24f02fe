/** What Express and Connect leave on a request that they hand to an app mounted in theirs. */
interface Mounted {
  readonly url?: string
  readonly originalUrl?: unknown
}

// Segments that no page can take for a host or a script; anything else in a path of a client's is not repeated.
const PLAIN_PATH = /^(?:\/[\w.~-]+)+$/

/** The path that an outer app has taken off the front of a request's: `/shop`, or empty. */
export function mountPathOf(request: object): string {
  const { url = '', originalUrl } = request as Mounted
  if (typeof originalUrl !== 'string' || originalUrl === url) return ''
  // `/shop?a=1` is handed on as `/?a=1`.
  const rest = originalUrl.endsWith(url) ? url : url.replace(/^\//, '')
  if (!originalUrl.endsWith(rest)) return ''
  const path = originalUrl.slice(0, originalUrl.length - rest.length).replace(/\/$/, '')
  return PLAIN_PATH.test(path) ? path : ''
}
