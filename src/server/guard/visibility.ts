import { isLoopback, parseAddress } from './address.ts'
import { isLoopbackHost } from './host.ts'
import type { Host } from './host.ts'
import { authorityOf, remoteAddressOf } from './request.ts'
import type { GuardRequest } from './request.ts'

/** What the stranger sees of a failure: the page without values and console, or nothing but the app's own response. */
export type Visibility = 'open' | 'locked'

const HINTS = new Set(
  (
    'forwarded via x-real-ip x-real-port client-ip x-client-ip true-client-ip cf-connecting-ip cf-ray cf-visitor ' +
    'fastly-client-ip fly-client-ip x-cluster-client-ip x-original-host x-original-url x-original-uri ' +
    'x-original-forwarded-for x-original-proto x-remote-ip x-remote-addr x-proxyuser-ip proxy-client-ip ' +
    'wl-proxy-client-ip x-scheme x-url-scheme front-end-https x-arr-log-id x-arr-ssl x-varnish cdn-loop ' +
    'x-amzn-trace-id x-cloud-trace-context x-nginx-proxy max-forwards proxy-connection proxy-authorization ' +
    'do-connecting-ip incap-client-ip'
  ).split(' '),
)
const HINT_PREFIXES = [
  'x-forwarded',
  'x-envoy-',
  'x-azure-',
  'x-appengine-',
  'x-amz-cf-',
  'x-vercel-',
  'x-nf-',
  'cloudfront-',
  'cf-',
  'fly-',
  'ngrok-',
  'tailscale-',
]

/**
 * Whether anything says that this request passed through a proxy: a proxy on the same host makes the whole world look
 * like loopback. nginx speaks HTTP/1.0 to its upstream unless told otherwise, and adds no header by itself.
 */
export function hintsAtProxy(request: GuardRequest): boolean {
  if (!/^(?:1\.1|[23])/.test(request.httpVersion) || !request.path.startsWith('/')) return true
  if (authorityOf(request) !== undefined) return true
  return request.headers.some(([name]) => {
    const key = name.toLowerCase()
    return HINTS.has(key) || HINT_PREFIXES.some((prefix) => key.startsWith(prefix))
  })
}

/** The default: open from loopback to a loopback host with nothing in between, locked otherwise. */
export function judgeVisibility(request: GuardRequest, hosts: readonly Host[]): Visibility {
  const remoteAddress = remoteAddressOf(request)
  const peer = remoteAddress === undefined ? undefined : parseAddress(remoteAddress)
  const near = peer !== undefined && isLoopback(peer) && hosts.every(isLoopbackHost)
  return near && !hintsAtProxy(request) ? 'open' : 'locked'
}
