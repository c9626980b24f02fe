import { decodeDataUrl } from './data-url.ts'
import type { DiskText, DiskTexts } from './disk-texts.ts'
import { createRecent } from './recent.ts'
import { placeOf, type ScriptPlace } from './script-place.ts'
import { createSourceText, type SourceText } from './source-text.ts'

/** A script that runs: what V8 was given, as far as we know, and what is on disk. */
export interface Script {
  readonly url: string
  readonly scriptId: string | undefined
  readonly place: ScriptPlace
  readonly loaded: SourceText | undefined
  readonly disk: DiskText
}

export interface Scripts {
  /** Never rejects for reasons of the file system. */
  read(url: string, scriptId?: string): Promise<Script>
  clear(): void
}

const MAX_LOADED = 32

/** `maxHeld`: characters of loaded texts kept; `maxBytes`: the longest code taken from a `data:` URL. */
export function createScripts(
  disk: DiskTexts,
  loadedSource: (url: string, scriptId?: string) => string | undefined,
  { maxHeld, maxBytes }: { readonly maxHeld: number; readonly maxBytes: number },
): Scripts {
  const loaded = createRecent<{ readonly raw: string; readonly source: SourceText }>(MAX_LOADED, maxHeld)
  const loadedText = (url: string, scriptId: string | undefined): SourceText | undefined => {
    const raw = loadedSource(url, scriptId) ?? decodeDataUrl(url, maxBytes)
    if (raw === undefined) return undefined
    // Different scripts may have one URL (`vm`, reloading); what hangs on a text must not pass to the next.
    const key = `${scriptId ?? ''}\0${url}`
    const known = loaded.get(key)
    if (known?.raw === raw) return known.source
    const source = createSourceText(raw)
    loaded.set(key, { raw, source }, raw.length)
    return source
  }
  return {
    async read(url, scriptId) {
      const place = placeOf(url)
      const script = { url, scriptId, place, loaded: loadedText(url, scriptId) }
      if (place.kind !== 'file') return { ...script, disk: { kind: 'absent', failure: 'missing' } }
      return { ...script, disk: await disk.read(place.path) }
    },
    clear: () => loaded.clear(),
  }
}
