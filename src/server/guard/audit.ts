import { lstatSync, renameSync } from 'node:fs'
import { appendPrivateLine } from './private-file.ts'
import type { StateDirectory } from './state-directory.ts'

export interface AuditEntry {
  /** `Session.label`. */
  readonly session: string
  readonly traceback: string
  readonly frame: number
  readonly source: string
  readonly mode: 'run' | 'peek'
}

export interface Audit {
  /** Writes one line, before the evaluation runs. False where that was not possible; the reason goes to `onProblem`. */
  record(entry: AuditEntry): boolean
}

export interface AuditOptions {
  readonly state: StateDirectory | undefined
  readonly now: () => number
  readonly onProblem: (message: string) => void
  /** Takes out what must never be written: the PIN. */
  readonly mask: (text: string) => string
  /** Bytes after which the file becomes `audit.log.1`; 10 MB. */
  readonly rotateAt?: number
}

const FILE = 'audit.log'
const ROTATE_AT = 10 * 1024 * 1024
/** Older files that are kept, `audit.log.1` the newest of them. */
const GENERATIONS = 3
const SOURCE_LIMIT = 64 * 1024

/** Every evaluation as one JSON line in `audit.log` of the state directory. */
export function createAudit(options: AuditOptions): Audit {
  let last = ''
  const fail = (message: string) => {
    if (message !== last) options.onProblem(message)
    last = message
    return false
  }
  return {
    record(entry) {
      const { state } = options
      if (state === undefined) return fail('Evaluations are not written to an audit file: there is no state directory.')
      try {
        rotate(state, options.rotateAt ?? ROTATE_AT)
        const why = appendPrivateLine(state, FILE, print(entry, options.now(), options.mask))
        return why === undefined || fail(`The audit file ${state.path}/${FILE} ${why}. Remove it.`)
      } catch (error) {
        const why = error instanceof Error ? error.message : 'unknown'
        return fail(`The audit file ${state.path}/${FILE} cannot be written: ${why}.`)
      }
    },
  }
}

function print(entry: AuditEntry, at: number, mask: AuditOptions['mask']): string {
  const { source } = entry
  // Masked before it is cut: a part of a PIN is no PIN, and would be kept.
  const text = mask(source)
  return JSON.stringify({
    // The console may have put a toJSON on Object.prototype.
    __proto__: null,
    time: new Date(at).toISOString(),
    session: entry.session,
    traceback: entry.traceback,
    frame: entry.frame,
    mode: entry.mode,
    source: text.slice(0, SOURCE_LIMIT),
    ...(text.length > SOURCE_LIMIT ? { cutFrom: source.length } : {}),
  })
}

function rotate(state: StateDirectory, limit: number): void {
  const path = `${state.path}/${FILE}`
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined || stats.size < limit) return
  for (let age = GENERATIONS - 1; age > 0; age--) {
    const old = `${path}.${age}`
    if (lstatSync(old, { throwIfNoEntry: false }) !== undefined) renameSync(old, `${path}.${age + 1}`)
  }
  renameSync(path, `${path}.1`)
}
