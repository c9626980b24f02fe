import { parseHost } from './host.ts'

/** A host that was refused, for the developer's eyes. */
export interface RefusedHost {
  /** Printable ASCII, at most 100 characters; empty where the request named none. */
  readonly host: string
  readonly why: 'untrusted' | 'missing' | 'doubled' | 'malformed'
  /** When last, ms since 1970. */
  readonly at: number
  readonly count: number
  /** The line that would admit it, where one would. */
  readonly remedy?: string
}

export interface RefusalList {
  add(host: string, why: RefusedHost['why']): void
  /** Newest first. */
  list(): readonly RefusedHost[]
}

export const REFUSALS_KEPT = 20
/** Scanners send endless hosts; the terminal belongs to the app. */
export const REFUSALS_TOLD = 20

/**
 * The last hosts that were refused; new ones are told to `onProblem` as well, up to a limit. `entries` are the hosts
 * trusted already: the remedy is the whole setting, not what to add to it.
 */
export function createRefusalList(
  entries: readonly string[],
  now: () => number,
  onProblem: (message: string) => void,
): RefusalList {
  const refusals = new Map<string, RefusedHost>()
  let told = 0
  return {
    add(given, why) {
      const host = printable(given)
      const key = `${why} ${host}`
      const before = refusals.get(key)
      const parsed = why === 'untrusted' ? parseHost(given) : undefined
      const name = parsed === undefined ? undefined : parsed.kind === 'ipv6' ? `[${parsed.name}]` : parsed.name
      const remedy = name === undefined ? undefined : `INQUEST_HOSTS=${[...entries, name].join(',')}`
      const count = (before?.count ?? 0) + 1
      refusals.delete(key)
      refusals.set(key, { host, why, at: now(), count, ...(remedy === undefined ? {} : { remedy }) })
      const [oldest] = refusals.keys()
      if (refusals.size > REFUSALS_KEPT && oldest !== undefined) refusals.delete(oldest)
      if (before !== undefined || told++ >= REFUSALS_TOLD) return
      const how = remedy === undefined ? '' : ` If it is yours: ${remedy}`
      onProblem(`The debugger stays hidden from the ${why} host ${JSON.stringify(host)}.${how}`)
    },
    list: () => [...refusals.values()].reverse(),
  }
}

/** A `Host` is written by strangers and shown on a terminal: no control characters, nothing that turns text around. */
function printable(text: string): string {
  return text.slice(0, 100).replace(/[^\x21-\x7e]/g, '?')
}
