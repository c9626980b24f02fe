import { decodeDataUrl } from './data-url.ts'
import { readMapDocument, type OriginalSource } from './map-document.ts'
import type { Position } from './position.ts'
import { readBytes, withRegularFile } from './regular-file.ts'
import { openPositionMap, type OriginalPosition } from './source-map-consumer.ts'

/** Where the text of a map is. `size` in bytes. */
export type MapLocation =
  | { readonly kind: 'inline'; readonly dataUrl: string }
  | { readonly kind: 'file'; readonly path: string; readonly size: number }

/** A source as the map names it. */
export type NamedSource = Pick<OriginalSource, 'name' | 'root'> & { readonly hasContent: boolean }

/** A decoded map, in this thread or another. Its questions reject where the mappings turn out to be damaged. */
export interface DecodedMap {
  readonly sources: readonly NamedSource[]
  /** Characters of its JSON. */
  readonly weight: number
  /** Undefined where the map says nothing of a line. */
  originalsOf(generated: readonly Position[]): Promise<readonly (OriginalPosition | undefined)[]>
  /** What the source calls the variables that are written exactly there. */
  namesAt(generated: readonly Position[]): Promise<readonly (string | undefined)[]>
  contentOf(source: number): Promise<string | undefined>
  close(): void
}

export type DecodeResult =
  { readonly ok: true; readonly map: DecodedMap } | { readonly ok: false; readonly problem: string }

// Decoding it takes more than a second and hundreds of megabytes.
export const MAX_MAP_BYTES = 50 * 1024 * 1024
const TOO_LARGE = `it is larger than ${MAX_MAP_BYTES / 1024 / 1024} MB`

/** Reads and decodes in this thread: 300 to 500 ms for 13 MB. Never rejects for reasons of the map. */
export async function decodeMap(location: MapLocation): Promise<DecodeResult> {
  const json = await readMapText(location)
  if (!json.ok) return json
  const read = readMapDocument(json.text)
  if (!read.ok) return failed(`its source map cannot be used: ${read.problem}`)
  const { consumable, sources } = read.document
  try {
    const positions = await openPositionMap(consumable)
    const map: DecodedMap = {
      sources: sources.map(({ name, root, content }) => ({ name, root, hasContent: content !== undefined })),
      weight: json.text.length,
      originalsOf: async (generated) => Promise.resolve(generated.map((place) => positions.originalOf(place))),
      namesAt: async (generated) => Promise.resolve(generated.map((place) => positions.nameAt(place))),
      contentOf: async (source) => Promise.resolve(sources[source]?.content),
      close: () => {
        positions.close()
      },
    }
    return { ok: true, map }
  } catch {
    // The decoder's words name its internals ("code 4"); what matters is that the map is damaged.
    return failed('its source map cannot be used: its mappings are damaged')
  }
}

type MapText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string }

async function readMapText(location: MapLocation): Promise<MapText> {
  if (location.kind === 'inline') {
    const text = decodeDataUrl(location.dataUrl, MAX_MAP_BYTES)
    return text === undefined ? failed('its inline source map is malformed or too large') : { ok: true, text }
  }
  if (location.size > MAX_MAP_BYTES) return failed(`its source map was left alone: ${TOO_LARGE}`)
  const read = await withRegularFile(location.path, async (handle) =>
    (await readBytes(handle, 0, location.size)).toString('utf8'),
  )
  return read.ok ? { ok: true, text: read.value } : failed(`its source map is ${read.failure}`)
}

function failed(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem }
}
