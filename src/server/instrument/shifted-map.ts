import { firstOfLine, type Insertion } from './column-map.ts'
import { decodeMappings, encodeMappings, type Segment } from './mappings.ts'

export interface SourceMapJson {
  readonly version: 3
  readonly sources: readonly (string | null)[]
  readonly sourcesContent?: readonly (string | null)[]
  readonly names: readonly string[]
  readonly mappings: string
}

const LINE_END = /\r\n|[\n\r\u2028\u2029]/
const WORD_OR_SIGN = /[\p{ID_Start}$][\p{ID_Continue}$\u200c\u200d]*|\S/gu

/**
 * The map from a rewritten file to the file as it was. DevTools take the column of the nearest segment as it stands,
 * without adding the rest, so exact columns need a segment at every word of the lines with insertions.
 */
export function mapToOriginal(original: string, insertions: readonly Insertion[], url: string): SourceMapJson {
  const lines = original.split(LINE_END).map((text, line): readonly Segment[] => {
    const changed = insertions[firstOfLine(insertions, line + 1)]?.line === line + 1
    if (!changed) return [[0, 0, line, 0]]
    return Array.from(text.matchAll(WORD_OR_SIGN), ({ index }): Segment => [index, 0, line, index])
  })
  return { version: 3, sources: [url], names: [], mappings: encodeMappings(shiftColumns(lines, insertions)) }
}

/**
 * The map of the code before rewriting, made one of the code after it, segment by segment: whoever asks it for a place in
 * the running code gets what the map says of the source. `map` is a parsed map without sections. Throws where its
 * mappings are damaged.
 */
export function shiftMap(map: SourceMapJson, insertions: readonly Insertion[]): SourceMapJson {
  const { names, sources, sourcesContent } = map
  return {
    version: 3,
    sources,
    ...(sourcesContent === undefined ? {} : { sourcesContent }),
    names,
    mappings: encodeMappings(shiftColumns(decodeMappings(map.mappings), insertions)),
  }
}

/** A segment right behind inserted text moves to its front: the inserted call belongs to what it was put before. */
function shiftColumns(
  lines: readonly (readonly Segment[])[],
  insertions: readonly Insertion[],
): readonly (readonly Segment[])[] {
  return lines.map((segments, line) => {
    let next = firstOfLine(insertions, line + 1)
    if (insertions[next]?.line !== line + 1) return segments
    let shift = 0
    return segments.map((segment): Segment => {
      for (; ; next++) {
        const insertion = insertions[next]
        if (insertion?.line !== line + 1 || insertion.column - 1 >= segment[0]) break
        shift += insertion.length
      }
      const [column, ...rest] = segment
      return [column + shift, ...rest] as unknown as Segment
    })
  })
}
