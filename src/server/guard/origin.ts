import { parseIpv6 } from './address.ts'
import { parseHost } from './host.ts'
import type { Host } from './host.ts'
import { headerValues } from './request.ts'
import type { GuardRequest } from './request.ts'

/** Why a request is foreign; `proxy` where only the scheme differs, which is what an unnamed TLS proxy looks like. */
export type Foreignness = 'site' | 'origin' | 'proxy'

/** Where the request was sent, as its client sees it. */
export interface Target {
  readonly scheme: 'http' | 'https'
  readonly host: Host
}

/**
 * Judges a request that changes something. `Origin` must be where the request was sent (`null` is foreign), and
 * `Sec-Fetch-Site` `same-origin` or `none`. A client that sends neither is no browser.
 */
export function judgeOrigin(request: GuardRequest, target: Target): Foreignness | undefined {
  const sites = headerValues(request, 'sec-fetch-site')
  if (sites.length > 1 || (sites[0] !== undefined && !['same-origin', 'none'].includes(sites[0]))) return 'site'
  const origins = headerValues(request, 'origin')
  if (origins[0] === undefined) return undefined
  if (origins.length > 1) return 'origin'
  const match = /^(https?):\/\/([^/]+)$/.exec(origins[0])
  const host = parseHost(match?.[2] ?? '')
  if (match === null || host === undefined) return 'origin'
  const scheme = match[1] === 'https' ? 'https' : 'http'
  if (isSame({ scheme, host }, target)) return undefined
  return scheme !== target.scheme && isSame({ scheme, host: target.host }, { scheme, host }) ? 'proxy' : 'origin'
}

/**
 * Whether another origin asks for something to read: its page must not be taken for the developer, because an app that
 * allows CORS would hand it the answer. A navigation may come from anywhere: only a person sees where it leads. Where
 * the browser says `Sec-Fetch-Site` that decides, because a proxy may have changed scheme or port; `Origin` otherwise.
 */
export function isForeignRead(request: GuardRequest, target: Target): boolean {
  const sites = headerValues(request, 'sec-fetch-site')
  const modes = headerValues(request, 'sec-fetch-mode')
  if (sites.length === 0) return judgeOrigin(request, target) === 'origin'
  if (sites.length === 1 && ['same-origin', 'none'].includes(sites[0] ?? '')) return false
  return modes.length !== 1 || modes[0] !== 'navigate'
}

function isSame(a: Target, b: Target): boolean {
  if (a.scheme !== b.scheme || a.host.kind !== b.host.kind) return false
  const standard = a.scheme === 'https' ? 443 : 80
  if ((a.host.port ?? standard) !== (b.host.port ?? standard)) return false
  return a.host.kind === 'ipv6' ? parseIpv6(a.host.name) === parseIpv6(b.host.name) : a.host.name === b.host.name
}
