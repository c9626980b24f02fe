import { readPrivateFile, writePrivateFile } from './private-file.ts'
import type { RecentRefusal } from './refusal-list.ts'
import { REFUSAL_REASONS } from './refusal-reasons.ts'
import type { RefusalCode } from './refusal-reasons.ts'
import { openStateDirectory } from './state-directory.ts'
import type { StateDirectory } from './state-directory.ts'

const FILE = 'refusals'
/** Ms between two writes: strangers cause refusals as often as they like. */
const PAUSE = 1000
const READ_LIMIT = 128 * 1024

/** Keeps the recent refusals where `inquest doctor` finds them. Call the result whenever they changed. */
export function keepRefusals(state: StateDirectory | undefined, list: () => readonly RecentRefusal[]): () => void {
  let pending = false
  if (state === undefined) return () => undefined
  return () => {
    if (pending) return
    pending = true
    setTimeout(() => {
      pending = false
      try {
        writePrivateFile(state, FILE, `${JSON.stringify(list())}\n`, 'replace')
      } catch {
        // A disk that takes nothing is told of elsewhere; this file is a convenience.
      }
    }, PAUSE).unref()
  }
}

/** What the last app of this state directory refused; empty where nothing is kept or the file is not to be believed. */
export function readRefusals(stateDirectory: string): readonly RecentRefusal[] {
  const opened = openStateDirectory(stateDirectory)
  if (!opened.ok) return []
  try {
    const reading = readPrivateFile(opened.state, FILE, READ_LIMIT)
    const parsed: unknown = reading.kind === 'text' ? JSON.parse(reading.text) : []
    return Array.isArray(parsed) ? parsed.filter(isRefusal) : []
  } catch {
    return []
  }
}

function isRefusal(value: unknown): value is RecentRefusal {
  if (typeof value !== 'object' || value === null) return false
  const { reason, detail, at, count, remedy } = value as Partial<Record<keyof RecentRefusal, unknown>>
  return (
    isReason(reason) &&
    typeof detail === 'string' &&
    [at, count].every((number) => Number.isSafeInteger(number)) &&
    typeof remedy === 'string'
  )
}

function isReason(value: unknown): value is RefusalCode {
  return typeof value === 'string' && Object.hasOwn(REFUSAL_REASONS, value)
}
