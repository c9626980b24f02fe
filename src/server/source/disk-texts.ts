import { createRecent } from './recent.ts'
import { readBytes, stampKey, withRegularFile, type FileFailure, type FileStamp } from './regular-file.ts'
import { createSourceText, type SourceText } from './source-text.ts'

/** What is on disk at a path: a text, a file too large to hold, or nothing that could be read. */
export type DiskText =
  | { readonly kind: 'text'; readonly source: SourceText; readonly stamp: FileStamp }
  | { readonly kind: 'large'; readonly stamp: FileStamp }
  | { readonly kind: 'absent'; readonly failure: FileFailure }

/** Texts by file state: one read for all who ask, none while the file stays as it is. */
export interface DiskTexts {
  /** Never rejects. */
  read(path: string): Promise<DiskText>
  clear(): void
}

const MAX_FILES = 64

/** `maxBytes`: above, a file is `large`. `maxHeld`: characters kept for the next time. */
export function createDiskTexts(maxBytes: number, maxHeld: number): DiskTexts {
  const held = createRecent<Promise<SourceText>>(MAX_FILES, maxHeld)
  return {
    async read(path) {
      const result = await withRegularFile(path, async (handle, stamp): Promise<DiskText> => {
        if (stamp.size > maxBytes) return { kind: 'large', stamp }
        const key = stampKey(stamp)
        let source = held.get(key)
        if (source === undefined) {
          source = readBytes(handle, 0, stamp.size).then((bytes) => createSourceText(bytes.toString('utf8')))
          held.set(key, source, stamp.size)
          source.catch(() => held.delete(key))
        }
        return { kind: 'text', source: await source, stamp }
      })
      return result.ok ? result.value : { kind: 'absent', failure: result.failure }
    },
    clear: () => held.clear(),
  }
}
