import type { KeyValueStorage } from '../page/stored-preference.ts'

export const HISTORY_LIMIT = 500
/** A pasted file is not worth remembering and would fill the storage. */
export const ENTRY_LIMIT = 10_000

export interface ConsoleHistory {
  /** Oldest first. */
  readonly entries: () => readonly string[]
  readonly append: (entry: string) => void
}

const parseEntries = (text: string | null | undefined): readonly string[] | undefined => {
  if (text === null || text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : undefined
  } catch {
    return undefined
  }
}

/** What was typed in this project's consoles; kept across reloads where there is a storage that works. */
export const createHistory = (project: string, storage: KeyValueStorage | undefined): ConsoleHistory => {
  const key = `inquest:history:${project}`
  const read = (): readonly string[] | undefined => {
    try {
      return parseEntries(storage?.getItem(key))
    } catch {
      return undefined
    }
  }
  let known: readonly string[] = (read() ?? []).slice(-HISTORY_LIMIT)
  return {
    entries: () => known,
    append: (entry) => {
      if (entry.trim() === '' || entry.length > ENTRY_LIMIT) return
      // Another tab may have written since.
      const before = read() ?? known
      known = [...before.filter((old) => old !== entry), entry].slice(-HISTORY_LIMIT)
      try {
        storage?.setItem(key, JSON.stringify(known))
      } catch {
        // Full or forbidden: the history then lasts as long as the page.
      }
    },
  }
}
