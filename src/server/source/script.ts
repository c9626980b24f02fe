import { decodeDataUrl } from './data-url.ts'
import type { DiskText, DiskTexts } from './disk-texts.ts'
import { createRecent } from './recent.ts'
import { placeOf, type ScriptPlace } from './script-place.ts'
import { createSourceText, type SourceText } from './source-text.ts'

/** A script that runs: what V8 was given, as far as we know, and what is on disk. */
export interface Script {
  readonly url: string
  readonly place: ScriptPlace
  readonly loaded: SourceText | undefined
  readonly disk: DiskText
}

export interface Scripts {
  /** Never rejects for reasons of the file system. */
  read(url: string): Promise<Script>
  clear(): void
}

const MAX_LOADED = 32

/** `maxHeld`: characters of loaded texts kept; `maxBytes`: the longest code taken from a `data:` URL. */
export function createScripts(
  disk: DiskTexts,
  loadedSource: (url: string) => string | undefined,
  { maxHeld, maxBytes }: { readonly maxHeld: number; readonly maxBytes: number },
): Scripts {
  const loaded = createRecent<{ readonly raw: string; readonly source: SourceText }>(MAX_LOADED, maxHeld)
  const loadedText = (url: string): SourceText | undefined => {
    const raw = loadedSource(url) ?? decodeDataUrl(url, maxBytes)
    if (raw === undefined) return undefined
    const known = loaded.get(url)
    // Different scripts may have one URL (`vm`, reloading); what hangs on a text must not pass to the next.
    if (known?.raw === raw) return known.source
    const source = createSourceText(raw)
    loaded.set(url, { raw, source }, raw.length)
    return source
  }
  return {
    async read(url) {
      const place = placeOf(url)
      if (place.kind !== 'file')
        return { url, place, loaded: loadedText(url), disk: { kind: 'absent', failure: 'missing' } }
      return { url, place, loaded: loadedText(url), disk: await disk.read(place.path) }
    },
    clear: () => loaded.clear(),
  }
}
