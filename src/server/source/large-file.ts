import { StringDecoder } from 'node:string_decoder'
import type { FileHandle } from 'node:fs/promises'
import { cutAround, type CutLine } from './line-cut.ts'
import type { Position } from './position.ts'
import { readBytes } from './regular-file.ts'

// One chunk takes about a millisecond to decode; the loop runs between chunks.
const CHUNK = 1024 * 1024

/**
 * Lines `first`…`last` of a file too large to hold, each cut to `maxChars`, the one of `focus` around its column. Keeps
 * at most a window of each line in memory, so that a file of one endless line is no danger.
 */
export async function readLineWindows(
  handle: FileHandle,
  range: { readonly first: number; readonly last: number },
  focus: Position,
  maxChars: number,
): Promise<readonly CutLine[]> {
  const decoder = new StringDecoder('utf8')
  const lines: CutLine[] = []
  let line = 1
  let window = ''
  let length = 0
  // Room on both sides, so that cutting again has the same to choose from as with the whole line.
  const windowStart = (): number => (line === focus.line ? Math.max(0, focus.column - 1 - maxChars) : 0)
  const endLine = (): void => {
    const start = windowStart()
    if (line >= range.first && line <= range.last) {
      if (length - start === window.length && window.endsWith('\r')) {
        window = window.slice(0, -1)
        length -= 1
      }
      lines.push(cutAround(window, maxChars, line === focus.line ? focus.column : 1, { start, length }))
    }
    line += 1
    window = ''
    length = 0
  }
  const addText = (text: string): void => {
    if (line >= range.first && line <= range.last) {
      const from = Math.max(0, windowStart() - length)
      window += text.slice(from, from + Math.max(0, 2 * maxChars + 2 - window.length))
    }
    length += text.length
  }
  for (let at = 0; line <= range.last;) {
    const bytes = await readBytes(handle, at, CHUNK)
    if (bytes.length === 0) {
      endLine()
      break
    }
    let text = decoder.write(bytes)
    if (at === 0 && text.startsWith('\uFEFF')) text = text.slice(1)
    at += bytes.length
    let from = 0
    for (let end = text.indexOf('\n'); end !== -1 && line <= range.last; end = text.indexOf('\n', from)) {
      addText(text.slice(from, end))
      endLine()
      from = end + 1
    }
    if (line <= range.last) addText(text.slice(from))
  }
  return lines
}

/**
 * The part of a large file that begins at the last `needle`, up to the line's end. Reads backwards in chunks, so a short
 * comment at the end costs one read. Undefined where there is none in the last `maxBytes`, or its line is longer.
 */
export async function readFromLast(
  handle: FileHandle,
  size: number,
  needle: string,
  maxBytes: number,
): Promise<string | undefined> {
  const overlap = needle.length - 1
  for (let end = size; end > 0 && size - end < maxBytes; end -= CHUNK) {
    const start = Math.max(0, end - CHUNK)
    const bytes = await readBytes(handle, start, Math.min(end + overlap, size) - start)
    const found = bytes.lastIndexOf(needle, undefined, 'latin1')
    if (found !== -1) return readLine(handle, start + found, maxBytes)
  }
  return undefined
}

async function readLine(handle: FileHandle, start: number, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  for (let at = start; at - start < maxBytes;) {
    const bytes = await readBytes(handle, at, CHUNK)
    const end = bytes.indexOf(0x0a)
    chunks.push(end === -1 ? bytes : bytes.subarray(0, end))
    if (end !== -1 || bytes.length < CHUNK) return Buffer.concat(chunks).toString('utf8')
    at += bytes.length
  }
  return undefined
}
