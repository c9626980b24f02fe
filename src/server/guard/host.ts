import { parseIpv4, parseIpv6 } from './address.ts'
import type { Client } from './proxy.ts'
import { authorityOf, headerValues } from './request.ts'
import type { GuardRequest } from './request.ts'

/** What a `Host` header names. */
export interface Host {
  readonly kind: 'name' | 'ipv4' | 'ipv6'
  /** Lower-case; an IPv6 literal without its brackets. */
  readonly name: string
  readonly port?: number
}

export type HostReading =
  | { readonly ok: true; readonly hosts: readonly [Host, ...Host[]] }
  | { readonly ok: false; readonly why: 'missing' | 'doubled' | 'malformed'; readonly shown: string }

/**
 * Reads one `Host` value as browsers write it; undefined for everything else: user info, a trailing dot, an empty or
 * impossible port, non-ASCII, and numbers in any spelling but plain dotted decimal.
 */
export function parseHost(text: string): Host | undefined {
  if (text.length > 260) return undefined
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_-]+(?:\.[a-z0-9_-]+)*))(?::([1-9]\d{0,4}))?$/i.exec(text)
  if (match === null) return undefined
  const port = match[3] === undefined ? undefined : Number(match[3])
  if (port !== undefined && port > 65535) return undefined
  const place = port === undefined ? {} : { port }
  if (match[1] !== undefined) {
    return parseIpv6(match[1]) === undefined ? undefined : { kind: 'ipv6', name: match[1].toLowerCase(), ...place }
  }
  const name = (match[2] ?? '').toLowerCase()
  if (parseIpv4(name) !== undefined) return { kind: 'ipv4', name, ...place }
  // A browser takes any name that ends in a number for an IPv4 address (127.1, 0x7f.1, 2130706433).
  const labels = name.split('.')
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) return undefined
  if (name.length > 253 || labels.some((label) => label.length > 63)) return undefined
  return { kind: 'name', name, ...place }
}

/** `localhost`, `*.localhost`, 127.0.0.0/8 and `[::1]` in exactly this spelling. */
export function isLoopbackHost(host: Host): boolean {
  switch (host.kind) {
    case 'name':
      return host.name === 'localhost' || host.name.endsWith('.localhost')
    case 'ipv4':
      return host.name.startsWith('127.')
    case 'ipv6':
      return host.name === '::1'
  }
}

/**
 * Every host that a request names, the one that the client typed first: with a trusted proxy that is
 * `X-Forwarded-Host`. The `Host` itself is always among them, because a page that got here by DNS rebinding can add
 * forwarding headers but cannot change its own `Host`.
 */
export function readHosts(request: GuardRequest, client: Client): HostReading {
  const plain = headerValues(request, 'host')
  const authority = /^[23]/.test(request.httpVersion) ? headerValues(request, ':authority') : []
  const [first, second] = [...authority, ...plain]
  if (first === undefined || first === '') return { ok: false, why: 'missing', shown: '' }
  const own = parseHost(first)
  if (own === undefined) return { ok: false, why: 'malformed', shown: first }
  if (plain.length > 1 || authority.length > 1 || (second !== undefined && !isSameHost(own, parseHost(second)))) {
    return { ok: false, why: 'doubled', shown: `${first}, ${second ?? ''}` }
  }
  // Whoever stands in between may have gone by either of the two, so that they have to be one.
  const named = authorityOf(request)
  if (named !== undefined && !isSameHost(own, parseHost(named))) {
    return { ok: false, why: 'doubled', shown: `${first}, ${named}` }
  }
  if (client.forwardedHost === undefined) return { ok: true, hosts: [own] }
  const forwarded = parseHost(client.forwardedHost)
  if (forwarded === undefined) return { ok: false, why: 'malformed', shown: client.forwardedHost }
  return { ok: true, hosts: [forwarded, own] }
}

function isSameHost(a: Host, b: Host | undefined): boolean {
  return a.name === b?.name && a.port === b.port
}
