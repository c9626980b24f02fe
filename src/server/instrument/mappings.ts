/** 0-based, as in the source map format: generated column, then source index, line, column, and perhaps a name index. */
export type Segment =
  | readonly [column: number]
  | readonly [column: number, source: number, line: number, sourceColumn: number]
  | readonly [column: number, source: number, line: number, sourceColumn: number, name: number]

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** By character code. */
const VALUES: readonly number[] = Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)))

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

/** The segments of a `mappings` string by line, in the order of their columns. Throws where it is damaged. */
export function decodeMappings(mappings: string): Segment[][] {
  let [source, line, sourceColumn, name] = [0, 0, 0, 0]
  return mappings.split(';').map((text) => {
    let column = 0
    const segments = (text === '' ? [] : text.split(',')).map((part): Segment => {
      const [first, ...more] = decodeNumbers(part)
      if (first === undefined || ![0, 3, 4].includes(more.length)) throw new Error('no segment')
      column += first
      const [toSource, toLine, toColumn, toName] = more
      if (toSource === undefined || toLine === undefined || toColumn === undefined) return [column]
      source += toSource
      line += toLine
      sourceColumn += toColumn
      if (toName === undefined) return [column, source, line, sourceColumn]
      name += toName
      return [column, source, line, sourceColumn, name]
    })
    // Stable: of two at one column the last one counts.
    return segments.sort(([a], [b]) => a - b)
  })
}

function decodeNumbers(text: string): number[] {
  const numbers: number[] = []
  let [value, shift] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const digit = VALUES[text.charCodeAt(at)] ?? -1
    // A number has 32 bits at most, so seven digits.
    if (digit === -1 || shift > 30) throw new Error('no number')
    value |= (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1)
    value = shift = 0
  }
  if (shift !== 0) throw new Error('no end of a number')
  return numbers
}
