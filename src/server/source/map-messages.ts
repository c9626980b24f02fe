import type { MapLocation, NamedSource } from './decoded-map.ts'
import type { Position } from './position.ts'
import type { OriginalPosition } from './source-map-consumer.ts'

/** What the thread that decodes large maps is asked. A map is known by the `id` of the question that opened it. */
export type MapQuestion = { readonly id: number } & (
  | { readonly ask: 'open'; readonly location: MapLocation }
  | { readonly ask: 'originals' | 'names'; readonly map: number; readonly places: readonly Position[] }
  | { readonly ask: 'content'; readonly map: number; readonly source: number }
  | { readonly ask: 'close'; readonly map: number }
)

export type MapAnswer = { readonly id: number } & (
  | { readonly answer: 'opened'; readonly sources: readonly NamedSource[]; readonly weight: number }
  | { readonly answer: 'problem'; readonly problem: string }
  | { readonly answer: 'originals'; readonly originals: readonly (OriginalPosition | undefined)[] }
  | { readonly answer: 'names'; readonly names: readonly (string | undefined)[] }
  | { readonly answer: 'content'; readonly content: string | undefined }
  | { readonly answer: 'failed' }
)
