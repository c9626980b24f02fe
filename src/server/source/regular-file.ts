import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'

/** What identifies one state of a file. */
export interface FileStamp {
  readonly path: string
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number
  /** Bytes. */
  readonly size: number
}

export type FileFailure = 'missing' | 'not a file' | 'unreadable'

export type FileResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: FileFailure }

/**
 * Opens a regular file (symbolic links are followed) for the time of `use`. Never rejects for reasons of the file
 * system. A source map may name any path, so whatever is not a regular file is left alone; O_NONBLOCK because opening a
 * FIFO would otherwise hang a thread of the pool.
 */
export async function withRegularFile<T>(
  path: string,
  use: (handle: FileHandle, stamp: FileStamp) => Promise<T>,
): Promise<FileResult<T>> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stat = await handle.stat()
    if (!stat.isFile()) return { ok: false, failure: 'not a file' }
    return { ok: true, value: await use(handle, { path, mtimeMs: stat.mtimeMs, size: stat.size }) }
  } catch (error) {
    return { ok: false, failure: failureOf(error) }
  } finally {
    // Nothing was written, so a failing close loses nothing.
    await handle?.close().catch(() => undefined)
  }
}

/** Up to `length` bytes from `start`; fewer where the file ends before. */
export async function readBytes(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, start + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

export function stampKey(stamp: FileStamp): string {
  return `${stamp.path}\0${stamp.mtimeMs}\0${stamp.size}`
}

function failureOf(error: unknown): FileFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable'
}
