import { charCodeAt, min, numberToString, padStart, textOfBytes, typedArrayLength } from './intrinsics.ts'
import type { Redactor } from './redaction.ts'
import { cut } from './text-escape.ts'

/** Bytes of a row, as in every hex dump. */
export const BYTES_A_ROW = 16
/** Bytes of which the text is shown. */
export const TEXT_BYTES = 100_000

/** Rows of a Buffer: the text, where there is any, and then its bytes. */
export function countRows(buffer: object): number {
  const bytes = typedArrayLength(buffer)
  return bytes === 0 ? 0 : 1 + (bytes + BYTES_A_ROW - 1 - ((bytes - 1) % BYTES_A_ROW)) / BYTES_A_ROW
}

/** The beginning as UTF-8, whatever it is; bytes that are none are replacement characters. */
export function textOf(buffer: object, limit = TEXT_BYTES): string {
  return textOfBytes(buffer, 0, min(typedArrayLength(buffer), limit))
}

/** Whether the beginning of a buffer reads as text. */
export function textIfReadable(buffer: object, bytes: number): string | undefined {
  const text = textOf(buffer, bytes)
  for (let index = 0; index < text.length; index++) {
    const code = charCodeAt(text, index)
    const isCutCharacter = code === 0xfffd && index >= text.length - 3 && typedArrayLength(buffer) > bytes
    if (isCutCharacter) return cut(text, index)
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127) return undefined
  }
  return text
}

/** `68 65 6c 6c 6f  hello` of the row's 16 bytes. */
export function hexRow(buffer: object, row: number): { readonly name: string; readonly text: string } {
  const bytes = buffer as ArrayLike<number>
  const start = row * BYTES_A_ROW
  const end = min(start + BYTES_A_ROW, typedArrayLength(buffer))
  let hex = ''
  let text = ''
  for (let place = start; place < start + BYTES_A_ROW; place++) {
    const byte = place < end ? (bytes[place] ?? 0) : undefined
    hex += byte === undefined ? '   ' : `${padStart(numberToString(byte, 16), 2, '0')} `
    if (byte !== undefined) text += byte >= 32 && byte < 127 ? (ASCII[byte - 32] ?? '') : '.'
  }
  return { name: padStart(numberToString(start, 16), 8, '0'), text: `${hex} ${text}` }
}

const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(index + 32))

/** Bytes may hold a secret as text: then none of them are shown. */
export function hidesBytes(buffer: object, redactor: Redactor | undefined, limit = TEXT_BYTES): 'redacted' | undefined {
  if (redactor === undefined) return undefined
  const text = textOf(buffer, limit)
  return redactor.maskText(text) === text ? undefined : 'redacted'
}
