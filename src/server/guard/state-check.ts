import { accessSync, constants, existsSync, lstatSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { judgeOwner } from './state-directory.ts'

export interface StateProblem {
  readonly reason: 'state-refused' | 'disk-full' | 'disk-read-only'
  readonly message: string
}

/** Room for the PIN, a few sessions and an evaluation; below that the next write may fail. */
const NEEDED_BYTES = 64 * 1024

/** What would keep an app from using this state directory; looks only, makes nothing. */
export function checkState(path: string, uid: number | undefined = process.getuid?.()): StateProblem | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats !== undefined) {
      const why = stats.isDirectory() ? judgeOwner(stats, uid, 0o022) : 'is not a directory but a link or a file'
      if (why !== undefined) return { reason: 'state-refused', message: `The state directory ${path} ${why}.` }
    }
    let place = path
    while (!existsSync(place) && dirname(place) !== place) place = dirname(place)
    accessSync(place, constants.W_OK)
    const { bavail, bsize } = statfsSync(place)
    if (bavail * bsize >= NEEDED_BYTES) return undefined
    return { reason: 'disk-full', message: `The disk of the state directory ${path} is full.` }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown'
    return { reason: 'disk-read-only', message: `The state directory ${path} cannot be written: ${why}.` }
  }
}
