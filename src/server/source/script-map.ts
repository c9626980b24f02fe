import { realpath } from 'node:fs/promises'
import { decodeDataUrl } from './data-url.ts'
import { readFromLast } from './large-file.ts'
import type { Leased, Leases } from './leases.ts'
import { readMapDocument, type OriginalSource } from './map-document.ts'
import { findMappingUrl, MAPPING_WORD, readMappingUrl } from './mapping-comment.ts'
import { nameOriginal } from './original-file.ts'
import type { Position } from './position.ts'
import { createRecent } from './recent.ts'
import { readBytes, stampKey, withRegularFile, type FileStamp } from './regular-file.ts'
import type { Script } from './script.ts'
import { openPositionMap, type OriginalPosition } from './source-map-consumer.ts'
import type { SourceText } from './source-text.ts'

/** A decoded map with its sources, or why there is none. */
export type OpenedMap =
  | {
      readonly ok: true
      readonly sources: readonly OriginalSource[]
      /** Undefined where the map says nothing. Throws where the mappings turn out to be damaged. */
      originalOf(generated: Position): OriginalPosition | undefined
      /** What the source calls the variable that is written exactly there. Throws as `originalOf` does. */
      nameAt(generated: Position): string | undefined
    }
  | { readonly ok: false; readonly problem: string }

/** Where a script's map is. `stamp` is that of the file the map was read from. */
export type MapReference =
  | { readonly kind: 'none' }
  | { readonly kind: 'problem'; readonly problem: string }
  | {
      readonly kind: 'inline'
      readonly key: string
      readonly dataUrl: string
      readonly base: string
      readonly stamp?: FileStamp
    }
  | { readonly kind: 'file'; readonly key: string; readonly path: string; readonly stamp: FileStamp }

export interface ScriptMaps {
  find(script: Script): Promise<MapReference>
  use<R>(
    reference: Extract<MapReference, { kind: 'inline' | 'file' }>,
    work: (map: OpenedMap) => R | Promise<R>,
  ): Promise<R>
}

// Decoding it would hold the loop for more than a second and take hundreds of megabytes.
export const MAX_MAP_BYTES = 50 * 1024 * 1024
const TOO_LARGE = `it is larger than ${MAX_MAP_BYTES / 1024 / 1024} MB`

export function createScriptMaps(leases: Leases<OpenedMap>): ScriptMaps {
  // What the loaded texts of one URL are told apart by.
  const numbers = new WeakMap<SourceText, number>()
  let nextNumber = 0
  const numberOf = (source: SourceText): number => {
    const number = numbers.get(source) ?? nextNumber++
    numbers.set(source, number)
    return number
  }
  const urls = createRecent<{ readonly url: string | undefined }>(256, MAX_MAP_BYTES)

  /** Searched once per state of the file, since a large one costs a read of all of it. */
  const urlIn = async (stamp: FileStamp, search: () => Promise<string | undefined>): Promise<string | undefined> => {
    const key = stampKey(stamp)
    const known = urls.get(key)
    if (known !== undefined) return known.url
    const url = await search()
    urls.set(key, { url }, url?.length ?? 0)
    return url
  }

  return {
    async find(script) {
      const base = script.place.kind === 'file' ? script.place.path : script.url
      if (script.loaded !== undefined) {
        const url = findMappingUrl(script.loaded.text)
        if (url !== undefined) return refer(url, base, `loaded\0${numberOf(script.loaded)}`, undefined)
      }
      const { disk } = script
      if (disk.kind === 'absent') return { kind: 'none' }
      const url = await urlIn(disk.stamp, async () =>
        disk.kind === 'text' ? findMappingUrl(disk.source.text) : findInLargeFile(disk.stamp),
      )
      return url === undefined ? { kind: 'none' } : refer(url, base, stampKey(disk.stamp), disk.stamp)
    },
    use: (reference, work) => leases.use(reference.key, () => openMap(reference), work),
  }
}

// What tools write today; the older forms are not looked for in files of many megabytes.
const PLAIN_COMMENT = `//# ${MAPPING_WORD}`

async function findInLargeFile({ path, size }: FileStamp): Promise<string | undefined> {
  // Base64 makes four characters of three bytes.
  const read = await withRegularFile(path, (handle) => readFromLast(handle, size, PLAIN_COMMENT, MAX_MAP_BYTES * 1.4))
  return read.ok && read.value !== undefined
    ? readMappingUrl(read.value, PLAIN_COMMENT.length - MAPPING_WORD.length)
    : undefined
}

async function refer(url: string, base: string, key: string, stamp: FileStamp | undefined): Promise<MapReference> {
  if (/^data:/i.test(url)) {
    return { kind: 'inline', key, dataUrl: url, base, ...(stamp && { stamp }) }
  }
  const { name, paths } = nameOriginal({ name: url, root: '', content: undefined }, base)
  if (paths.length === 0) return problem(`its source map ${shorten(name)} is on no disk`)
  // Seen through a symbolic link, the map lies beside the link or beside the real file.
  const real = await realpath(base).catch(() => base)
  const beside = real === base ? [] : nameOriginal({ name: url, root: '', content: undefined }, real).paths
  let failure = 'missing'
  for (const path of [...paths, ...beside]) {
    const found = await withRegularFile(path, (_, fileStamp) => Promise.resolve(fileStamp))
    if (found.ok) return { kind: 'file', key: stampKey(found.value), path, stamp: found.value }
    if (failure === 'missing') failure = found.failure
  }
  return problem(`its source map ${shorten(name)} is ${failure}`)
}

async function openMap(reference: Extract<MapReference, { kind: 'inline' | 'file' }>): Promise<Leased<OpenedMap>> {
  const json = await readMapText(reference)
  if (!json.ok) return failed(json.problem)
  const read = readMapDocument(json.text)
  if (!read.ok) return failed(`its source map cannot be used: ${read.problem}`)
  const { consumable, sources } = read.document
  try {
    const positions = await openPositionMap(consumable)
    return {
      value: {
        ok: true,
        sources,
        originalOf: (generated) => positions.originalOf(generated),
        nameAt: (generated) => positions.nameAt(generated),
      },
      weight: json.text.length,
      close: () => positions.close(),
    }
  } catch {
    // The decoder's words name its internals ("code 4"); what matters is that the map is damaged.
    return failed('its source map cannot be used: its mappings are damaged')
  }
}

type MapText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string }

async function readMapText(reference: Extract<MapReference, { kind: 'inline' | 'file' }>): Promise<MapText> {
  if (reference.kind === 'inline') {
    const text = decodeDataUrl(reference.dataUrl, MAX_MAP_BYTES)
    return text === undefined
      ? { ok: false, problem: 'its inline source map is malformed or too large' }
      : { ok: true, text }
  }
  if (reference.stamp.size > MAX_MAP_BYTES) return { ok: false, problem: `its source map was left alone: ${TOO_LARGE}` }
  const read = await withRegularFile(reference.path, async (handle) =>
    (await readBytes(handle, 0, Math.min(reference.stamp.size, MAX_MAP_BYTES))).toString('utf8'),
  )
  return read.ok ? { ok: true, text: read.value } : { ok: false, problem: `its source map is ${read.failure}` }
}

function failed(words: string): Leased<OpenedMap> {
  return { value: { ok: false, problem: words }, weight: 0, close: () => undefined }
}

function problem(words: string): MapReference {
  return { kind: 'problem', problem: words }
}

function shorten(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}…` : name
}
