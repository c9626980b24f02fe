import { isForeignRead, judgeOrigin } from './origin.ts'
import type { Foreignness, Target } from './origin.ts'
import { readHosts } from './host.ts'
import type { Host } from './host.ts'
import { resolveClient } from './proxy.ts'
import type { Client, ProxyTrust } from './proxy.ts'
import { refuse, refuseBecause } from './refusal.ts'
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
    policy.refusals.add(`${reading.why}-host`, reading.shown)
    return undefined
  }
  const stranger = reading.hosts.find((host) => !policy.hosts.has(host))
  if (stranger !== undefined) {
    policy.refusals.add('untrusted-host', stranger.kind === 'ipv6' ? `[${stranger.name}]` : stranger.name)
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
    return refuseBecause(405, 'wrong-method')
  }
  if (!demand.change) {
    return demand.session && isForeignRead(request, target) ? refuseOrigin('site') : undefined
  }
  const foreign = judgeOrigin(request, target)
  if (foreign !== undefined) return refuseOrigin(foreign)
  if (demand.body === false && method === 'DELETE') return undefined
  const types = headerValues(request, 'content-type')
  if (types.length === 1 && /^\s*application\/json\s*(?:;|$)/i.test(types[0] ?? '')) return undefined
  return refuseBecause(415, 'wrong-content-type')
}

function refuseOrigin(foreign: Foreignness): Refusal {
  return refuseBecause(403, foreign === 'proxy' ? 'unnamed-proxy' : 'foreign-origin', 'foreign-origin')
}
