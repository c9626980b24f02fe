import { parseHost } from './host.ts'
import { REFUSAL_REASONS } from './refusal-reasons.ts'
import type { RefusalCode } from './refusal-reasons.ts'

/** Something that was refused, for the developer's eyes. */
export interface RecentRefusal {
  readonly reason: RefusalCode
  /** The host asked for, where that is why: printable ASCII, at most 100 characters; or what the problem was; or ''. */
  readonly detail: string
  /** When last, ms since 1970. */
  readonly at: number
  readonly count: number
  /** The line that would change it. */
  readonly remedy: string
}

export interface RefusalList {
  add(reason: RefusalCode, host?: string): void
  /** A problem that was told already. */
  addProblem(reason: RefusalCode, message: string): void
  /** Newest first. */
  list(): readonly RecentRefusal[]
}

/** Hosts and problems; of the other reasons there is one entry each. */
export const REFUSALS_KEPT = 20
/** Scanners send endless hosts; the terminal belongs to the app. */
export const REFUSALS_TOLD = 20

/**
 * The last refusals; new hosts are told to `onProblem` as well, up to a limit. `entries` are the hosts trusted already:
 * the remedy is the whole setting, not what to add to it. `onChange` is called for each one.
 */
export function createRefusalList(
  entries: readonly string[],
  now: () => number,
  onProblem: (message: string) => void,
  onChange: () => void = () => undefined,
): RefusalList {
  const detailed = new Map<string, RecentRefusal>()
  const others = new Map<RefusalCode, RecentRefusal>()
  let told = 0
  /** Whether it is new. */
  const put = (reason: RefusalCode, detail: string, remedy: string): boolean => {
    const key = `${reason} ${detail}`
    const before = detailed.get(key)
    detailed.delete(key)
    detailed.set(key, { reason, detail, at: now(), count: (before?.count ?? 0) + 1, remedy })
    const [oldest] = detailed.keys()
    if (detailed.size > REFUSALS_KEPT && oldest !== undefined) detailed.delete(oldest)
    onChange()
    return before === undefined
  }
  return {
    add(reason, given) {
      if (given === undefined) {
        const count = (others.get(reason)?.count ?? 0) + 1
        others.set(reason, { reason, detail: '', at: now(), count, remedy: REFUSAL_REASONS[reason].remedy })
        onChange()
        return
      }
      const host = printable(given)
      const parsed = reason === 'untrusted-host' ? parseHost(given) : undefined
      const name = parsed === undefined ? undefined : parsed.kind === 'ipv6' ? `[${parsed.name}]` : parsed.name
      const setting = name === undefined ? undefined : `INQUEST_HOSTS=${[...entries, name].join(',')}`
      if (!put(reason, host, setting ?? REFUSAL_REASONS[reason].remedy) || told++ >= REFUSALS_TOLD) return
      const how = setting === undefined ? '' : ` If it is yours: ${setting}`
      onProblem(
        `The debugger stays hidden from the ${reason.split('-', 1)[0] ?? ''} host ${JSON.stringify(host)}.${how}`,
      )
    },
    addProblem: (reason, message) => void put(reason, message.slice(0, 500), REFUSAL_REASONS[reason].remedy),
    list: () => [...detailed.values(), ...others.values()].sort((a, b) => b.at - a.at),
  }
}

/** The refusal in a sentence, without its remedy. */
export function describeRefusal({ reason, detail, count }: Pick<RecentRefusal, 'reason' | 'detail' | 'count'>): string {
  const { says } = REFUSAL_REASONS[reason]
  const about = detail === '' ? '' : ` ${reason.endsWith('-host') ? JSON.stringify(detail) : detail}`
  return `${says}${about}${count > 1 ? ` (${count} times)` : ''}`
}

/** A `Host` is written by strangers and shown on a terminal: no control characters, nothing that turns text around. */
function printable(text: string): string {
  return text.slice(0, 100).replace(/[^\x21-\x7e]/g, '?')
}
