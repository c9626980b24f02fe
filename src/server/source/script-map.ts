import { realpath } from 'node:fs/promises'
import { decodeMap, MAX_MAP_BYTES, type DecodedMap, type MapLocation } from './decoded-map.ts'
import { readFromLast } from './large-file.ts'
import type { Leased, Leases } from './leases.ts'
import type { MapThread } from './map-thread.ts'
import { findMappingUrl, MAPPING_WORD, readMappingUrl } from './mapping-comment.ts'
import { nameOriginal } from './original-file.ts'
import { createRecent } from './recent.ts'
import { stampKey, withRegularFile, type FileStamp } from './regular-file.ts'
import type { Script } from './script.ts'
import type { SourceText } from './source-text.ts'

/** A decoded map with its sources, or why there is none. */
export type OpenedMap = ({ readonly ok: true } & DecodedMap) | { readonly ok: false; readonly problem: string }

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

// Smaller ones are decoded in less time than a thread takes to start: 30 ms a megabyte.
const LARGE_MAP_BYTES = 1024 * 1024

export function createScriptMaps(leases: Leases<OpenedMap>, thread: MapThread): ScriptMaps {
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
    use: (reference, work) => leases.use(reference.key, () => openMap(reference, thread), work),
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
  const { name, paths } = nameOriginal({ name: url, root: '' }, base)
  if (paths.length === 0) return problem(`its source map ${shorten(name)} is on no disk`)
  // Seen through a symbolic link, the map lies beside the link or beside the real file.
  const real = await realpath(base).catch(() => base)
  const beside = real === base ? [] : nameOriginal({ name: url, root: '' }, real).paths
  let failure = 'missing'
  for (const path of [...paths, ...beside]) {
    const found = await withRegularFile(path, (_, fileStamp) => Promise.resolve(fileStamp))
    if (found.ok) return { kind: 'file', key: stampKey(found.value), path, stamp: found.value }
    if (failure === 'missing') failure = found.failure
  }
  return problem(`its source map ${shorten(name)} is ${failure}`)
}

async function openMap(
  reference: Extract<MapReference, { kind: 'inline' | 'file' }>,
  thread: MapThread,
): Promise<Leased<OpenedMap>> {
  const location: MapLocation =
    reference.kind === 'inline'
      ? { kind: 'inline', dataUrl: reference.dataUrl }
      : { kind: 'file', path: reference.path, size: reference.stamp.size }
  const bytes = location.kind === 'inline' ? location.dataUrl.length * 0.75 : location.size
  const decoded = await (bytes > LARGE_MAP_BYTES ? thread.decode(location) : decodeMap(location))
  if (!decoded.ok) return { value: decoded, weight: 0, close: () => undefined }
  const { map } = decoded
  return { value: { ok: true, ...map }, weight: map.weight, close: () => map.close() }
}

function problem(words: string): MapReference {
  return { kind: 'problem', problem: words }
}

function shorten(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}…` : name
}
