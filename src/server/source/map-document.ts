/** A source map as read, checked for shape, made ready for the decoder. */
export interface MapDocument {
  /**
   * The map with its sources replaced by their numbers in `sources`, so that no name in it can upset the decoder (which
   * takes them for URLs) and none needs to be found again by name.
   */
  readonly consumable: ConsumableMap
  readonly sources: readonly OriginalSource[]
}

export type ConsumableMap = FlatMap | { readonly version: 3; readonly sections: readonly ConsumableSection[] }

export interface FlatMap {
  readonly version: 3
  readonly sources: readonly string[]
  readonly names: readonly string[]
  readonly mappings: string
}

export interface ConsumableSection {
  readonly offset: { readonly line: number; readonly column: number }
  readonly map: ConsumableMap
}

export interface OriginalSource {
  /** As written in the map; undefined where the map has `null`. */
  readonly name: string | undefined
  readonly root: string
  readonly content: string | undefined
}

export type MapDocumentResult =
  { readonly ok: true; readonly document: MapDocument } | { readonly ok: false; readonly problem: string }

// Each costs the decoder a few microseconds and an object; real maps have some thousands at most.
const MAX_SOURCES = 50_000
const MAX_SECTIONS = 10_000
const MAX_NESTING = 4

class ShapeProblem extends Error {}

/** Reads the JSON of a source map, flat or with sections, version 3. */
export function readMapDocument(json: string): MapDocumentResult {
  try {
    const raw: unknown = JSON.parse(withoutGuard(json))
    const sources: OriginalSource[] = []
    return { ok: true, document: { consumable: readMap(raw, sources, { sections: 0 }, 0), sources } }
  } catch (error) {
    if (error instanceof ShapeProblem) return { ok: false, problem: error.message }
    if (error instanceof SyntaxError) return { ok: false, problem: 'it is not JSON' }
    throw error
  }
}

// The format allows a first line that keeps the JSON from running as a script.
function withoutGuard(json: string): string {
  const text = json.startsWith('\uFEFF') ? json.slice(1) : json
  if (!text.startsWith(")]}'")) return text
  const lineEnd = text.indexOf('\n')
  return lineEnd === -1 ? '' : text.slice(lineEnd + 1)
}

function readMap(raw: unknown, into: OriginalSource[], seen: { sections: number }, depth: number): ConsumableMap {
  if (!isRecord(raw)) throw new ShapeProblem('it is not an object')
  if (Number(raw['version']) !== 3) throw new ShapeProblem('it is not of version 3')
  return Array.isArray(raw['sections']) ? readSections(raw['sections'], into, seen, depth) : readFlat(raw, into)
}

function readFlat(raw: Readonly<Record<string, unknown>>, into: OriginalSource[]): FlatMap {
  const { sources, sourcesContent, sourceRoot, names, mappings } = raw
  if (!Array.isArray(sources)) throw new ShapeProblem('it has no sources')
  if (typeof mappings !== 'string') throw new ShapeProblem('it has no mappings')
  if (into.length + sources.length > MAX_SOURCES) throw new ShapeProblem(`it has more than ${MAX_SOURCES} sources`)
  const first = into.length
  const contents: readonly unknown[] = Array.isArray(sourcesContent) ? sourcesContent : []
  sources.forEach((name: unknown, index) => {
    into.push({
      name: asString(name),
      root: asString(sourceRoot) ?? '',
      content: asString(contents[index]),
    })
  })
  return {
    version: 3,
    sources: sources.map((_, index) => String(first + index)),
    names: Array.isArray(names) ? names.map((name: unknown) => asString(name) ?? '') : [],
    mappings,
  }
}

function readSections(
  sections: readonly unknown[],
  into: OriginalSource[],
  seen: { sections: number },
  depth: number,
): ConsumableMap {
  seen.sections += sections.length
  if (seen.sections > MAX_SECTIONS) throw new ShapeProblem(`it has more than ${MAX_SECTIONS} sections`)
  if (depth >= MAX_NESTING) throw new ShapeProblem('its sections are nested too deeply')
  return {
    version: 3,
    sections: sections.map((section) => {
      if (!isRecord(section) || !isRecord(section['offset'])) throw new ShapeProblem('a section has no offset')
      const { line, column } = section['offset']
      if (!isCount(line) || !isCount(column)) throw new ShapeProblem('a section has no offset')
      // A section may name another file instead of holding a map. Nobody writes those: its lines are left unmapped.
      const map = section['map'] === undefined ? EMPTY_MAP : readMap(section['map'], into, seen, depth + 1)
      return { offset: { line, column }, map }
    }),
  }
}

const EMPTY_MAP: FlatMap = { version: 3, sources: [], names: [], mappings: '' }

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
