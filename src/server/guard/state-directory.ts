import { constants, lstatSync, mkdirSync } from 'node:fs'
import type { Stats } from 'node:fs'

/** A directory that only this user can write, for what outlives a restart. */
export interface StateDirectory {
  readonly path: string
  /** Whose it is; undefined on systems without user ids, where modes say nothing either. */
  readonly uid: number | undefined
}

export type OpenedState =
  { readonly ok: true; readonly state: StateDirectory } | { readonly ok: false; readonly message: string }

/** Never follow a link, where the system knows how. */
export const NO_FOLLOW: number = constants.O_NOFOLLOW || 0

/**
 * Creates the directory (0700, parents too) or accepts the one that is there. It must be a real directory of this user
 * that nobody else can write; if not, the message says why and what to do.
 */
export function openStateDirectory(path: string, uid: number | undefined = process.getuid?.()): OpenedState {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const stats = lstatSync(path)
    const why = stats.isDirectory() ? judgeOwner(stats, uid, 0o022) : 'is not a directory but a link or a file'
    if (why === undefined) return { ok: true, state: { path, uid } }
    return { ok: false, message: `The state directory ${path} ${why}. Remove it, or name another one.` }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ok: false, message: `The state directory ${path} cannot be used: ${why}.` }
  }
}

/** What is wrong with an owner and a mode; `forbidden` are the bits that must not be set. */
export function judgeOwner(stats: Stats, uid: number | undefined, forbidden: number): string | undefined {
  if (uid === undefined) return undefined
  if (stats.uid !== uid) return `belongs to another user (id ${stats.uid}, not ${uid})`
  if ((stats.mode & forbidden) === 0) return undefined
  const mode = (stats.mode & 0o777).toString(8).padStart(4, '0')
  return `is open to other users (mode ${mode}), so somebody else may have read or written it`
}
