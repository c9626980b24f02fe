import { contains, parseAddress, parseNetwork } from './address.ts'
import type { Address, Network } from './address.ts'
import { headerList, remoteAddressOf } from './request.ts'
import type { GuardRequest } from './request.ts'

/** The proxies whose word counts. */
export interface ProxyTrust {
  readonly networks: readonly Network[]
  /** A peer without an address (a unix socket) is a proxy. */
  readonly unix: boolean
}

/** Who really asked, as far as trusted proxies can tell. */
export interface Client {
  /** Absent where the peer or a trusted proxy gives none that can be read. */
  readonly address?: Address
  readonly scheme: 'http' | 'https'
  /** `X-Forwarded-Host` of a trusted proxy, unparsed. */
  readonly forwardedHost?: string
}

/**
 * Reads the names of the proxies: addresses, CIDR networks, or `unix` for whoever speaks over a unix socket.
 * An entry that is none of these is reported and left out.
 */
export function parseProxyTrust(entries: readonly string[], onProblem: (message: string) => void): ProxyTrust {
  const networks: Network[] = []
  let unix = false
  for (const entry of entries) {
    const text = entry.trim()
    const network = parseNetwork(text)
    if (text === 'unix') unix = true
    else if (network !== undefined) networks.push(network)
    else if (text !== '') {
      onProblem(
        `The trusted proxy ${JSON.stringify(text)} is no address and no network like 10.0.0.0/8: it is ignored.`,
      )
    }
  }
  return { networks, unix }
}

/**
 * The client behind the named proxies: the rightmost address that is not one of them. A list is written from left to
 * right, and everything left of the first stranger may be that stranger's invention (CVE-2015-3224).
 *
 * `Forwarded`, `X-Real-IP` and the like are never read: a proxy that writes `X-Forwarded-For` passes them on as the
 * client sent them.
 */
export function resolveClient(request: GuardRequest, trust: ProxyTrust): Client {
  const direct = { scheme: request.encrypted ? 'https' : 'http' } as const
  const remoteAddress = remoteAddressOf(request)
  const peer = remoteAddress === undefined ? undefined : parseAddress(remoteAddress)
  const trusted = (address: Address) => trust.networks.some((network) => contains(network, address))
  const peerIsProxy = peer === undefined ? trust.unix && remoteAddress === undefined : trusted(peer)
  if (!peerIsProxy) return peer === undefined ? direct : { ...direct, address: peer }

  let address = peer
  let hops = 1
  for (const entry of headerList(request, 'x-forwarded-for').reverse()) {
    address = parseAddress(entry)
    if (address === undefined || !trusted(address)) break
    hops++
  }
  const near = (name: string) => {
    const values = headerList(request, name)
    return values.at(-Math.min(hops, values.length))
  }
  const scheme = near('x-forwarded-proto')?.toLowerCase()
  const forwardedHost = near('x-forwarded-host')
  return {
    scheme: scheme === 'https' || scheme === 'http' ? scheme : direct.scheme,
    ...(address === undefined ? {} : { address }),
    ...(forwardedHost === undefined ? {} : { forwardedHost }),
  }
}
