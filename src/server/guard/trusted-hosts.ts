import { domainToASCII } from 'node:url'
import { parseIpv6 } from './address.ts'
import { isLoopbackHost, parseHost } from './host.ts'
import type { Host } from './host.ts'

export interface TrustedHosts {
  /** The extra names in force, as they could be written again in a setting. */
  readonly entries: readonly string[]
  has(host: Host): boolean
}

/**
 * Loopback names and literals, and what the developer adds: a host, or a domain with everything below it when it starts
 * with a dot. A port in an entry is ignored. Entries that name no host are reported and left out; so are `0.0.0.0` and
 * `[::]`, which people copy from the address that a server listens on and which name every machine.
 */
export function createTrustedHosts(extra: readonly string[], onProblem: (message: string) => void): TrustedHosts {
  const entries: string[] = []
  const names = new Set<string>()
  const domains: string[] = []
  for (const given of extra) {
    const text = given.trim()
    if (text === '') continue
    const subdomains = text.startsWith('.')
    const bare = subdomains ? text.slice(1) : text
    // eslint-disable-next-line no-control-regex -- the range is "all of ASCII"
    const host = parseHost(/^[\x00-\x7f]*$/.test(bare) ? bare : domainToASCII(bare))
    if (host === undefined || isWildcard(host) || (subdomains && host.kind !== 'name')) {
      onProblem(
        `The trusted host ${JSON.stringify(text)} is ignored: write a name like dev.example.test, .example.test for all ` +
          'of its subdomains, or an address.',
      )
      continue
    }
    names.add(identity(host))
    if (subdomains) domains.push(`.${host.name}`)
    entries.push((subdomains ? '.' : '') + (host.kind === 'ipv6' ? `[${host.name}]` : host.name))
  }
  return {
    entries,
    has: (host) =>
      isLoopbackHost(host) ||
      names.has(identity(host)) ||
      (host.kind === 'name' && domains.some((domain) => host.name.endsWith(domain))),
  }
}

function isWildcard(host: Host): boolean {
  return host.name === '0.0.0.0' || (host.kind === 'ipv6' && parseIpv6(host.name) === 0n)
}

function identity(host: Host): string {
  return host.kind === 'ipv6' ? `[${String(parseIpv6(host.name))}]` : host.name
}
