import { SourceMap } from 'node:module'
import { describe, expect, it } from 'vitest'
import { toGenerated, type Insertion } from '../../src/server/instrument/index.ts'
import { encodeMappings, type Segment } from '../../src/server/instrument/mappings.ts'
import { shiftMap } from '../../src/server/instrument/shifted-map.ts'
import { seededRandom } from './random-program.ts'

const WIDTH = 30
const SOURCES = ['file:///app/a.ts', 'file:///app/b.ts']
const NAMES = ['one', 'two', 'three']

/** With all that a map may hold: code of no source, places that are told twice. */
function randomMap(random: () => number): readonly (readonly Segment[])[] {
  const below = (limit: number): number => Math.floor(random() * limit)
  return Array.from({ length: 6 }, () =>
    Array.from({ length: below(8) }, (): Segment => {
      const column = below(WIDTH)
      if (random() < 0.2) return [column]
      const place = [column, below(SOURCES.length), below(3), below(3)] as const
      return random() < 0.5 ? place : [...place, below(NAMES.length)]
    }).sort(([a], [b]) => a - b),
  )
}

function randomInsertions(random: () => number): readonly Insertion[] {
  return Array.from({ length: 6 }, (_, line) => line + 1).flatMap((line) =>
    Array.from({ length: WIDTH }, (_, column) => column + 1)
      .filter(() => random() < 0.1)
      .map((column) => ({ line, column, length: 1 + Math.floor(random() * 20) })),
  )
}

describe('shiftMap', () => {
  it('says of all running code what the map says of the source', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed)
      const lines = randomMap(random)
      const insertions = randomInsertions(random)
      const map = { version: 3 as const, sources: SOURCES, names: NAMES, mappings: encodeMappings(lines) }
      const [before, after] = [map, shiftMap(map, insertions)].map(
        (json) => new SourceMap({ file: '', ...json } as never),
      )
      for (let line = 1; line <= 6; line++) {
        for (let column = 1; column <= WIDTH + 2; column++) {
          const generated = toGenerated(insertions, { line, column })
          expect(placeIn(after!, generated.line, generated.column), `seed ${seed}, ${line}:${column}`).toEqual(
            placeIn(before!, line, column),
          )
        }
      }
    }
  })

  it('throws where the mappings are damaged', () => {
    for (const mappings of ['!!!', 'AA', 'AAA', 'AAAAAA', 'g', 'ä', 'AAAAgggggggggggg', 'A,,A']) {
      const map = { version: 3 as const, sources: SOURCES, names: NAMES, mappings }
      expect(() => shiftMap(map, []), mappings).toThrow()
    }
  })
})

function placeIn(map: SourceMap, line: number, column: number): unknown {
  const entry = map.findEntry(line - 1, column - 1)
  if (!('originalLine' in entry)) return {}
  const { originalSource, originalLine, originalColumn, name } = entry as typeof entry & { name?: string }
  return { originalSource, originalLine, originalColumn, name }
}
