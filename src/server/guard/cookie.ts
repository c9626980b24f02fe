import { randomBytes } from 'node:crypto'
import { readPrivateFile, writePrivateFile } from './private-file.ts'
import { headerValues } from './request.ts'
import type { GuardRequest } from './request.ts'
import type { StateDirectory } from './state-directory.ts'

/** How many cookies of our name are looked at: others can add some (a sibling subdomain, another port of localhost). */
export const COOKIE_CAP = 4

export type Scheme = 'http' | 'https'

/**
 * Cookies are shared by all ports of a host, so two debugged apps on localhost need two names. The name is random and
 * kept per project; that nobody can guess it also keeps strangers from burying our cookie under theirs.
 */
export function openInstance(state: StateDirectory | undefined, onProblem: (message: string) => void): string {
  const made = randomBytes(8).toString('hex')
  if (state === undefined) return made
  try {
    for (let round = 0; round < 2; round++) {
      const reading = readPrivateFile(state, 'instance')
      if (reading.kind === 'unsafe') {
        onProblem(`${state.path}/instance ${reading.why}: it is not used, so a restart will lock browsers. Remove it.`)
        return made
      }
      const stored = reading.kind === 'text' ? /^[0-9a-f]{16}$/.exec(reading.text.trim())?.[0] : undefined
      if (stored !== undefined) return stored
      const how = reading.kind === 'absent' ? 'create' : 'replace'
      if (writePrivateFile(state, 'instance', `${made}\n`, how)) return made
    }
  } catch (error) {
    onProblem(`${state.path} cannot be used (${error instanceof Error ? error.message : 'unknown'}).`)
  }
  return made
}

/** On https the `__Host-` prefix, which makes the browser refuse that name from a subdomain or over http. */
export function cookieName(instance: string, scheme: Scheme, kind: 'session' | 'door' = 'session'): string {
  return `${scheme === 'https' ? '__Host-' : ''}inquest_${kind}_${instance}`
}

/** Whether there can be a session at all: most requests are a stranger's, and are to cost as little as without us. */
export function mentionsSession({ headers }: GuardRequest, instance: string): boolean {
  const name = cookieName(instance, 'http')
  for (let index = 0; index < headers.length; index++) {
    const header = headers[index]
    if (header?.[0].length === 6 && header[1].includes(name) && header[0].toLowerCase() === 'cookie') return true
  }
  return false
}

/**
 * The values of the cookies of that name. Of too many the last ones: browsers send the longer paths first, so whatever
 * is planted under a longer path comes before ours, whose path is `/`.
 */
export function readCookies(request: GuardRequest, name: string): string[] {
  return headerValues(request, 'cookie')
    .flatMap((line) => line.split(';'))
    .flatMap((pair) => {
      const [key = '', ...value] = pair.split('=')
      return key.trim() === name && value.length > 0 ? [value.join('=').trim()] : []
    })
    .slice(-COOKIE_CAP)
    .map((value) => (/^"[^"]*"$/.test(value) ? value.slice(1, -1) : value))
}

/** The `Set-Cookie` that unlocks this browser until it closes; without an id the one that takes the cookie away. */
export function printCookie(instance: string, scheme: Scheme, id?: string): string {
  return `${cookieName(instance, scheme)}=${id ?? ''}; ${flags(scheme)}${id === undefined ? '; Max-Age=0' : ''}`
}

/** The `Set-Cookie` that lets this browser load the unlock form and send it. It is worth as much as the door itself. */
export function printDoorCookie(instance: string, scheme: Scheme, door: string, seconds: number): string {
  return `${cookieName(instance, scheme, 'door')}=${door}; ${flags(scheme)}; Max-Age=${seconds}`
}

function flags(scheme: Scheme): string {
  return `Path=/; HttpOnly; SameSite=Strict${scheme === 'https' ? '; Secure' : ''}`
}
