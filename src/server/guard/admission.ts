import { isForeignRead, judgeOrigin } from './origin.ts'
import type { Foreignness, Target } from './origin.ts'
import { readHosts } from './host.ts'
import type { Host } from './host.ts'
import { resolveClient } from './proxy.ts'
import type { Client, ProxyTrust } from './proxy.ts'
import { refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import type { RefusalList } from './refusal-list.ts'
import { headerValues } from './request.ts'
import type { GuardRequest } from './request.ts'
import type { TrustedHosts } from './trusted-hosts.ts'

/** What a route asks of a request. */
export interface Demand {
  readonly session: boolean
  /** It changes something: never GET, JSON only, same origin. */
  readonly change: boolean
  /** False for a change without a body; that is DELETE, other methods are held to JSON. */
  readonly body?: boolean
  /** It runs or prepares code in a frame. */
  readonly evaluate?: boolean
}

/** A request whose hosts are all trusted. */
export interface Arrival {
  readonly client: Client
  readonly target: Target
  readonly hosts: readonly [Host, ...Host[]]
}

export interface HostPolicy {
  readonly hosts: TrustedHosts
  readonly proxies: ProxyTrust
  readonly refusals: RefusalList
}

/** Reads where a request comes from and goes to; undefined, and a line in the list of refusals, for an untrusted host. */
export function receive(request: GuardRequest, policy: HostPolicy): Arrival | undefined {
  const client = resolveClient(request, policy.proxies)
  const reading = readHosts(request, client)
  if (!reading.ok) {
    policy.refusals.add(reading.shown, reading.why)
    return undefined
  }
  const stranger = reading.hosts.find((host) => !policy.hosts.has(host))
  if (stranger !== undefined) {
    policy.refusals.add(stranger.kind === 'ipv6' ? `[${stranger.name}]` : stranger.name, 'untrusted')
    return undefined
  }
  return { client, target: { scheme: client.scheme, host: reading.hosts[0] }, hosts: reading.hosts }
}

/** For whoever asks at an untrusted host: nothing about the app, nothing about what would help. */
export function refuseHost(): Refusal {
  return refuse(403, 'untrusted-host', 'This request is refused.')
}

/** Method, origin and media type of a request against what its route demands. */
export function judgeManner(request: GuardRequest, target: Target, demand: Demand): Refusal | undefined {
  const method = request.method.toUpperCase()
  const reads = method === 'GET' || method === 'HEAD'
  if (reads === demand.change || !/^(?:GET|HEAD|POST|PUT|PATCH|DELETE)$/.test(method)) {
    return refuse(405, 'wrong-method', demand.change ? 'This changes something: use POST or DELETE.' : 'Use GET.')
  }
  if (!demand.change) {
    return demand.session && isForeignRead(request, target) ? refuseOrigin('site') : undefined
  }
  const foreign = judgeOrigin(request, target)
  if (foreign !== undefined) return refuseOrigin(foreign)
  if (demand.body === false && method === 'DELETE') return undefined
  const types = headerValues(request, 'content-type')
  if (types.length === 1 && /^\s*application\/json\s*(?:;|$)/i.test(types[0] ?? '')) return undefined
  return refuse(415, 'wrong-content-type', 'Only JSON is taken here.', 'Content-Type: application/json')
}

function refuseOrigin(foreign: Foreignness): Refusal {
  if (foreign !== 'proxy') {
    const message = 'This was asked for by a page of another origin.'
    return refuse(403, 'foreign-origin', message, 'Open the debugger at the address of the app itself.')
  }
  const message = 'The page was loaded over https, but the request came over http: a proxy in between is not trusted.'
  return refuse(403, 'foreign-origin', message, 'Name the address of the proxy: INQUEST_TRUST_PROXY=<address>')
}
