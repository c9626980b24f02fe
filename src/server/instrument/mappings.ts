import { decode, encode } from '@jridgewell/sourcemap-codec'
import type { SourceMapSegment } from '@jridgewell/sourcemap-codec'

/** 0-based, as in the source map format: generated column, then source index, line, column, and perhaps a name index. */
export type Segment = Readonly<SourceMapSegment>

/** The `mappings` string of a source map (ECMA-426). */
export function encodeMappings(lines: readonly (readonly Segment[])[]): string {
  return encode(lines as SourceMapSegment[][])
}

/** Base64 VLQ: a digit with its sixth bit set is followed by another one. A number has 32 bits at most. */
const NUMBER = '[g-z0-9+/]{0,6}[A-Za-f]'
const SEGMENT = new RegExp(`^${NUMBER}(?:(?:${NUMBER}){3,4})?$`)

/** The segments of a `mappings` string by line, in the order of their columns. Throws where it is damaged. */
export function decodeMappings(mappings: string): readonly (readonly Segment[])[] {
  for (const line of mappings.split(';'))
    for (const segment of line === '' ? [] : line.split(',')) if (!SEGMENT.test(segment)) throw new Error('no segment')
  return decode(mappings)
}
