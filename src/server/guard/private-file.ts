import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  futimesSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { judgeOwner, NO_FOLLOW } from './state-directory.ts'
import type { StateDirectory } from './state-directory.ts'

export type FileReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unsafe'; readonly why: string }
  | { readonly kind: 'text'; readonly text: string; readonly modifiedAt: number; readonly size: number }

/**
 * Reads the last `limit` bytes of a file of the state directory. It must be a regular file of this user with no access
 * for others. Throws only what the disk throws.
 */
export function readPrivateFile(state: StateDirectory, name: string, limit = 4096): FileReading {
  let file: number
  try {
    file = openSync(`${state.path}/${name}`, constants.O_RDONLY | constants.O_NONBLOCK | NO_FOLLOW)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return { kind: 'absent' }
    if (code === 'ELOOP' || code === 'EMLINK') return { kind: 'unsafe', why: 'is a link' }
    throw error
  }
  try {
    const why = judgeFile(file, state)
    if (why !== undefined) return { kind: 'unsafe', why }
    const { size, mtimeMs } = fstatSync(file)
    const bytes = Buffer.alloc(Math.min(size, limit))
    const length = readSync(file, bytes, 0, bytes.length, Math.max(0, size - limit))
    return { kind: 'text', text: bytes.toString('utf8', 0, length), modifiedAt: mtimeMs, size }
  } finally {
    closeSync(file)
  }
}

/**
 * Writes a whole file at once: readers see all of it or nothing. `create` returns false when the name is taken,
 * `replace` takes its place. `at` (ms) becomes its modification time.
 */
export function writePrivateFile(
  state: StateDirectory,
  name: string,
  text: string,
  how: 'create' | 'replace',
  at?: number,
): boolean {
  const path = `${state.path}/${name}`
  const draft = `${state.path}/.${randomBytes(9).toString('hex')}.tmp`
  const file = openSync(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, 0o600)
  try {
    try {
      writeSync(file, text)
      if (at !== undefined) futimesSync(file, at / 1000, at / 1000)
      else fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (how === 'create') linkSync(draft, path)
    else renameSync(draft, path)
    return true
  } catch (error) {
    if (how === 'create' && codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    if (how === 'create' || lstatSync(draft, { throwIfNoEntry: false }) !== undefined) unlinkSync(draft)
  }
}

/** Appends one line in one write, which the system keeps whole. Returns why the file must not be used, if so. */
export function appendPrivateLine(state: StateDirectory, name: string, line: string): string | undefined {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK | NO_FOLLOW
  const file = openSync(`${state.path}/${name}`, flags, 0o600)
  try {
    const why = judgeFile(file, state)
    if (why === undefined) writeSync(file, `${line}\n`)
    return why
  } finally {
    closeSync(file)
  }
}

/** The `code` of a system error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function judgeFile(file: number, state: StateDirectory): string | undefined {
  const stats = fstatSync(file)
  return stats.isFile() ? judgeOwner(stats, state.uid, 0o077) : 'is not a regular file'
}
