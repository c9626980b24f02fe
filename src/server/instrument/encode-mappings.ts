/** 0-based, as in the source map format: generated column, then source index, line, column, and perhaps a name index. */
export type Segment =
  | readonly [column: number]
  | readonly [column: number, source: number, line: number, sourceColumn: number]
  | readonly [column: number, source: number, line: number, sourceColumn: number, name: number]

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The `mappings` string of a source map (ECMA-426): base64 VLQ, each field relative to the one before. */
export function encodeMappings(lines: readonly (readonly Segment[])[]): string {
  let [source, line, sourceColumn, name] = [0, 0, 0, 0]
  return lines
    .map((segments) => {
      let column = 0
      return segments
        .map((segment) => {
          let text = encodeNumber(segment[0] - column)
          column = segment[0]
          if (segment.length === 1) return text
          text += encodeNumber(segment[1] - source)
          text += encodeNumber(segment[2] - line)
          text += encodeNumber(segment[3] - sourceColumn)
          source = segment[1]
          line = segment[2]
          sourceColumn = segment[3]
          if (segment.length === 4) return text
          text += encodeNumber(segment[4] - name)
          name = segment[4]
          return text
        })
        .join(',')
    })
    .join(';')
}

function encodeNumber(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1
  let text = ''
  do {
    const digit = rest & 31
    rest >>>= 5
    text += DIGITS.charAt(rest > 0 ? digit | 32 : digit)
  } while (rest > 0)
  return text
}
