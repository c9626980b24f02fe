import type { DiskTexts } from './disk-texts.ts'
import type { NamedSource } from './decoded-map.ts'
import { nameOriginal } from './original-file.ts'
import type { InstalledPackage } from './origins.ts'
import type { Position } from './position.ts'
import { precisePlace } from './precise-place.ts'
import type { MapReference, OpenedMap, ScriptMaps } from './script-map.ts'
import type { Script } from './script.ts'
import { createSourceText, type SourceText } from './source-text.ts'

/** Where a map leads. */
export interface Original {
  /** A path, or the name in the map for what is on no disk. */
  readonly file: string
  readonly position: Position
  /** From the map itself if it has it, else from disk. */
  readonly text: SourceText | undefined
  /** When the file that `text` was read from last changed; milliseconds since the epoch. */
  readonly changedMs?: number
  /** When the file that the map was read from last changed. */
  readonly mapChangedMs?: number
  /** Reads the text again. */
  again(): Promise<SourceText | undefined>
}

export interface Originals {
  /** `inside`: the package of the script. Its maps may name files of the package only. */
  find(
    script: Script,
    generated: Position,
    inside: InstalledPackage | undefined,
  ): Promise<{ readonly found?: Original; readonly problem?: string }>
  /** For each place in the code before the debugger's rewriting: what the source calls the variable written there. */
  namesAt(script: Script, places: readonly Position[]): Promise<readonly (string | undefined)[]>
}

export function createOriginals(maps: ScriptMaps, disk: DiskTexts): Originals {
  // Keyed by what the decoded map holds, so that the lines of a source are found once and forgotten with the map.
  const texts = new WeakMap<NamedSource, Promise<SourceText | undefined>>()
  const contentOf = (map: UsableMap, index: number): Promise<SourceText | undefined> => {
    const source = map.sources[index]
    if (source?.hasContent !== true) return Promise.resolve(undefined)
    const text =
      texts.get(source) ?? map.contentOf(index).then((raw) => (raw === undefined ? raw : createSourceText(raw)))
    texts.set(source, text)
    text.catch(() => texts.delete(source))
    return text
  }

  const resolve = async (
    source: NamedSource,
    content: SourceText | undefined,
    base: string,
    inside: InstalledPackage | undefined,
  ): Promise<Pick<Original, 'file' | 'text' | 'changedMs' | 'again'>> => {
    const { name, paths } = nameOriginal(source, base)
    if (content !== undefined) return { file: name, text: content, again: () => Promise.resolve(undefined) }
    for (const path of paths.filter((candidate) => isInside(candidate, inside))) {
      const read = await disk.read(path)
      if (read.kind === 'text') {
        const again = async (): Promise<SourceText | undefined> => {
          const now = await disk.read(path)
          return now.kind === 'text' ? now.source : undefined
        }
        return { file: path, text: read.source, changedMs: read.stamp.mtimeMs, again }
      }
    }
    return { file: name, text: undefined, again: () => Promise.resolve(undefined) }
  }

  return {
    namesAt,
    async find(script, generated, inside) {
      const reference = await maps.find(script)
      if (reference.kind === 'none') return {}
      if (reference.kind === 'problem') return { problem: reference.problem }
      const hit = await maps.use(reference, async (map) => {
        if (!map.ok) return { problem: map.problem }
        try {
          const [place] = await map.originalsOf([generated])
          const source = place && map.sources[place.source]
          if (place === undefined || source === undefined)
            return { problem: 'its source map does not cover this place' }
          return { place, source, content: await contentOf(map, place.source) }
        } catch {
          return { problem: 'its source map cannot be used: its mappings are damaged' }
        }
      })
      if (hit.source === undefined) return { problem: hit.problem }
      const { place, source, content } = hit
      const resolved = await resolve(source, content, baseOf(reference), inside)
      const running = script.loaded ?? (script.disk.kind === 'text' ? script.disk.source : undefined)
      const position =
        resolved.text === undefined
          ? place.position
          : precisePlace(
              { source: resolved.text, position: place.position },
              running && { source: running, position: generated },
            )
      const again = !source.hasContent ? resolved.again : () => readContent(reference, place.source)
      const mapChangedMs = reference.stamp?.mtimeMs
      return {
        found: {
          ...resolved,
          position,
          again,
          ...(mapChangedMs !== undefined && { mapChangedMs }),
        },
      }
    },
  }

  async function namesAt(script: Script, places: readonly Position[]): Promise<readonly (string | undefined)[]> {
    const reference = await maps.find(script)
    if (reference.kind === 'none' || reference.kind === 'problem') return []
    return maps.use(reference, (map) => (map.ok ? map.namesAt(places) : []))
  }

  /** The map may have been evicted meanwhile, and the source with it: opens it again instead of holding the text. */
  function readContent(reference: UsableReference, index: number): Promise<SourceText | undefined> {
    return maps.use(reference, (map) => {
      return map.ok ? contentOf(map, index) : undefined
    })
  }
}

type UsableMap = Extract<OpenedMap, { ok: true }>
type UsableReference = Extract<MapReference, { kind: 'inline' | 'file' }>

function baseOf(reference: UsableReference): string {
  return reference.kind === 'inline' ? reference.base : reference.path
}

function isInside(path: string, inside: InstalledPackage | undefined): boolean {
  return inside === undefined || path.startsWith(`${inside.directory}/`)
}
