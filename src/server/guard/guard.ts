import type { SessionInfo } from '../../shared/failure.ts'
import { judgeManner, receive, refuseHost } from './admission.ts'
import type { Arrival, Demand } from './admission.ts'
import { clientKey } from './address.ts'
import { createAudit } from './audit.ts'
import type { Audit } from './audit.ts'
import { cookieName, openInstance, printCookie, printDoorCookie, readCookies, mentionsSession } from './cookie.ts'
import { parseCredential } from './credential.ts'
import { openKeyring } from './directory-keyring.ts'
import type { Entrance } from './entrance.ts'
import { isForeignRead } from './origin.ts'
import { openPin } from './pin.ts'
import { parseProxyTrust } from './proxy.ts'
import { createRefusalList } from './refusal-list.ts'
import type { RecentRefusal } from './refusal-list.ts'
import { keepRefusals } from './refusal-file.ts'
import { reasonOfProblem, REFUSAL_REASONS } from './refusal-reasons.ts'
import { refuseBecause, refuseForNow } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import type { GuardRequest } from './request.ts'
import { createSessionTries } from './session-tries.ts'
import { createSessions } from './session.ts'
import type { Session } from './session.ts'
import { openStateDirectory } from './state-directory.ts'
import type { StateDirectory } from './state-directory.ts'
import { createThrottle } from './throttle.ts'
import { createTokens, TOKEN_LIFETIME } from './token.ts'
import { createTrustedHosts } from './trusted-hosts.ts'
import { createMemoryTryLog, openTryLog } from './try-log.ts'
import { hintsAtProxy, judgeVisibility } from './visibility.ts'
import type { Visibility } from './visibility.ts'

/** Looked for where a URL has no door, so that one that has a wrong one takes no longer. */
const NO_DOOR = '_'.repeat(43)

export interface GuardOptions {
  /** Of this project, made 0700 where absent. Without one everything lives in memory. */
  readonly stateDirectory?: string
  /** The developer's own PIN instead of a random one. */
  readonly pin?: string
  /** Trusted besides loopback; a leading dot means the domain and its subdomains. */
  readonly hosts: readonly string[]
  /** Addresses, networks or `unix`, whose `X-Forwarded-For`, `-Proto` and `-Host` count. */
  readonly trustProxy: readonly string[]
  /** What strangers see, instead of deciding by where a request comes from. An untrusted host never sees anything. */
  readonly visibility?: Visibility
  /** `link`: the base path is there only for who is in or comes by a link. Default `form`. */
  readonly entrance?: Entrance
  /** False switches the console off. */
  readonly evaluate: boolean
  /** Something that the developer should know of, once each. */
  readonly onProblem: (message: string) => void
  /** Ms since 1970. */
  readonly now?: () => number
}

export type Admission = { readonly ok: true; readonly session?: Session } | Refusal

export interface Guard {
  /** Whether a request may have what its route demands. */
  admit(request: GuardRequest, demand: Demand): Admission
  /** Who is unlocked, for the response to a failing request; undefined for strangers, other origins, untrusted hosts. */
  session(request: GuardRequest): Session | undefined
  /** What the session route answers. */
  describe(request: GuardRequest): SessionInfo
  /**
   * Whether there is a debugger at all, as far as this request can tell; `door` is that of its own URL. Where strangers
   * must not find the base path it is to be asked for every path, so that each takes as long; `below` says which it is.
   */
  knows(request: GuardRequest, door: string | undefined, below: boolean): boolean
  /** The `Set-Cookie` for who came by a link, so that the page can load the rest of itself. */
  enter(request: GuardRequest, door: string | undefined): string | undefined
  /** What a stranger may see of a failing response. */
  visibility(request: GuardRequest): Visibility
  /** Admits (as a change) and takes a credential, the parsed body. `cookie` is a whole `Set-Cookie` value. */
  unlock(request: GuardRequest, credential: unknown): { readonly ok: true; readonly cookie: string } | Refusal
  /** What a route refuses by itself, noted like the rest. */
  refuse(reason: 'wrong-method' | 'too-large'): Refusal
  /** Forgets the sessions of this request, which must have been admitted as a change. */
  lock(request: GuardRequest): { readonly cookie: string }
  /** For the fragment of a link on the terminal: good once, for ten minutes. */
  issueToken(): string
  /** For the banner, and for nothing else. */
  readonly pin: string
  readonly audit: Audit
  /** What was refused of late, newest first, each with the line that would change it. */
  refusals(): readonly RecentRefusal[]
}

/**
 * Decides who reaches the debugger. It must never trust a header that it was not told to trust, and never tell a
 * stranger anything.
 * @throws GuardError `pin-too-short`, `pin-too-long`.
 */
export function createGuard(options: GuardOptions): Guard {
  const early: string[] = []
  let noteProblem = (message: string): void => void early.push(message)
  const onProblem = (message: string): void => {
    noteProblem(message)
    options.onProblem(message)
  }
  const now = options.now ?? Date.now
  const entrance = Object.hasOwn(options, 'entrance') ? options.entrance : 'form'
  // The open page tells of the debugger, and is made of what lies below the base path.
  const asked = Object.hasOwn(options, 'visibility') ? options.visibility : undefined
  const visibility = entrance === 'link' ? 'locked' : asked
  const state = openState(options, onProblem)
  const instance = openInstance(state, onProblem)
  const pin = openPin(options.pin, state, onProblem)
  const sessions = createSessions(openKeyring(state, 'sessions', onProblem), now, () => pin.plain)
  const tokens = createTokens(openKeyring(state, 'tokens', onProblem), now)
  const throttle = createThrottle(openTryLog(state, onProblem), now)
  const sessionTries = createSessionTries(createThrottle(createMemoryTryLog(), now))
  const hosts = createTrustedHosts(options.hosts, onProblem)
  const proxies = parseProxyTrust(options.trustProxy, onProblem)
  const keep = keepRefusals(state, () => refusals.list())
  const refusals = createRefusalList(hosts.entries, now, options.onProblem, keep)
  noteProblem = (message) => {
    refusals.addProblem(reasonOfProblem(message), message)
  }
  early.forEach(noteProblem)
  const policy = { hosts, proxies, refusals }
  const audit = createAudit({ state, now, onProblem, mask: pin.mask })

  /** The session of an arrival, or how long its client has to wait after too many wrong cookies. */
  const recognise = (request: GuardRequest, { client }: Arrival): { session: Session | undefined; wait: number } => {
    const ids = readCookies(request, cookieName(instance, client.scheme))
    const session = sessions.find(ids)
    // Never a missing property: reading one asks `Object.prototype`, which a hole in the app may have filled.
    return { session, wait: session === undefined ? sessionTries.spend(clientKey(client.address), ids) : 0 }
  }
  const findSession = (request: GuardRequest): Session | undefined => {
    if (!mentionsSession(request, instance)) return undefined
    const arrival = receive(request, policy)
    if (arrival === undefined || isForeignRead(request, arrival.target)) return undefined
    return recognise(request, arrival).session
  }

  /** By GET alone: a door in a URL is there to be opened, a form comes with the cookie. */
  const hasDoor = (request: GuardRequest, door: string | undefined): boolean => {
    const arrival = receive(request, policy)
    if (arrival === undefined || isForeignRead(request, arrival.target)) return false
    const { scheme } = arrival.client
    const doors = readCookies(request, cookieName(instance, scheme, 'door'))
    if (request.method === 'GET') doors.push(door ?? NO_DOOR)
    return doors.some((each) => tokens.opens(each))
  }

  /** Notes a refusal where the developer looks for it. Of hosts there is a note already. */
  const told = (refusal: Refusal): Refusal => {
    if (Object.hasOwn(refusal, 'reason') && refusal.reason !== undefined) refusals.add(refusal.reason)
    return refusal
  }
  const refuseLocked = (request: GuardRequest, { client }: Arrival): Refusal => {
    const had = readCookies(request, cookieName(instance, client.scheme)).length > 0
    return refuseBecause(401, had ? 'session-gone' : 'locked', 'locked')
  }

  return {
    admit(request, demand) {
      const arrival = receive(request, policy)
      if (arrival === undefined) return refuseHost()
      const refusal = judgeManner(request, arrival.target, demand)
      if (refusal !== undefined) return told(refusal)
      const { session, wait } = recognise(request, arrival)
      if (demand.session && session === undefined) {
        return told(wait > 0 ? refuseForNow(wait) : refuseLocked(request, arrival))
      }
      if (demand.evaluate === true && !options.evaluate) return told(refuseBecause(403, 'console-off', 'disabled'))
      return session === undefined ? { ok: true } : { ok: true, session }
    },
    session: findSession,
    describe(request) {
      const unlocked = findSession(request) !== undefined
      if (!options.evaluate) return { unlocked, console: { available: false, ...words('console-off') } }
      return { unlocked, console: unlocked ? { available: true } : { available: false, ...words('locked') } }
    },
    knows(request, door, below) {
      if (entrance !== 'link' || findSession(request) !== undefined || hasDoor(request, door)) return true
      if (below) refusals.add('entrance-by-link')
      return false
    },
    enter(request, door) {
      if (entrance !== 'link' || door === undefined || !hasDoor(request, door)) return undefined
      const scheme = receive(request, policy)?.client.scheme ?? 'http'
      return printDoorCookie(instance, scheme, door, TOKEN_LIFETIME / 1000)
    },
    visibility(request) {
      const arrival = receive(request, policy)
      if (arrival === undefined || isForeignRead(request, arrival.target)) return 'locked'
      const judged = visibility ?? judgeVisibility(request, arrival.hosts)
      if (visibility === undefined && judged === 'locked') {
        refusals.add(hintsAtProxy(request) ? 'behind-proxy' : 'not-loopback')
      }
      return judged
    },
    unlock(request, body) {
      const arrival = receive(request, policy)
      if (arrival === undefined) return refuseHost()
      const refusal = judgeManner(request, arrival.target, { session: false, change: true })
      if (refusal !== undefined) return told(refusal)
      const credential = parseCredential(body)
      if (credential === undefined) return told(refuseBecause(400, 'bad-request'))
      const { client } = arrival
      const key = clientKey(client.address)
      // A right token passes whatever strangers have done to the counters: 256 bits are not found by trying.
      if (credential.kind !== 'token' || !tokens.redeem(credential.token)) {
        const taken = throttle.take(key)
        if (!taken.ok) return told(refuseForNow(taken.seconds))
        if (credential.kind === 'token') return told(refuseBecause(401, 'wrong-token'))
        if (!pin.matches(credential.pin)) return told(refuseBecause(401, 'wrong-pin'))
        throttle.forgive(key)
      }
      sessions.remove(readCookies(request, cookieName(instance, client.scheme)))
      return { ok: true, cookie: printCookie(instance, client.scheme, sessions.create().id) }
    },
    refuse: (reason) => told(refuseBecause(reason === 'too-large' ? 413 : 405, reason)),
    lock(request) {
      const { scheme } = receive(request, policy)?.client ?? { scheme: request.encrypted ? 'https' : 'http' }
      for (const each of ['http', 'https'] as const) sessions.remove(readCookies(request, cookieName(instance, each)))
      return { cookie: printCookie(instance, scheme) }
    },
    issueToken: () => tokens.issue(),
    get pin() {
      return pin.shown
    },
    audit,
    refusals: () => refusals.list(),
  }
}

function words(reason: 'console-off' | 'locked'): { reason: string; remedy: string } {
  const { says, remedy } = REFUSAL_REASONS[reason]
  return { reason: says, remedy }
}

function openState({ stateDirectory }: GuardOptions, onProblem: GuardOptions['onProblem']): StateDirectory | undefined {
  if (stateDirectory === undefined) return undefined
  const opened = openStateDirectory(stateDirectory)
  if (opened.ok) return opened.state
  onProblem(`${opened.message} Until then PIN and sessions last until the restart.`)
  return undefined
}
