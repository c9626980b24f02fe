import type { Position } from './position.ts'

/** Where a line of a stack text points. Positions are 1-based. */
export type StackPlace =
  | ({ readonly kind: 'source'; readonly url: string } & Position)
  /** Evaluated code; `evaluatedAt` is the real place of the outermost `eval`. */
  | ({
      readonly kind: 'eval'
      readonly url: string
      readonly evaluatedAt?: { readonly url: string } & Position
    } & Position)
  /** WebAssembly: line 1, the column is the byte offset plus one, as V8 reports such positions elsewhere. */
  | ({ readonly kind: 'wasm'; readonly url: string } & Position)
  | { readonly kind: 'native' }

export interface ReadPlace {
  readonly place: StackPlace
  /** It begins like a URL, a path or one of V8's own words, so it is hardly the middle of something else. */
  readonly sure: boolean
}

const SURE_START = /^(?:\/|[a-z][a-z0-9+.-]+:|[a-z]:[\\/]|\\\\|<anonymous>|evalmachine\.)/i
const NATIVE = /^(?:native|<anonymous>|unknown location|index \d+)$/
const WASM = /^(?:(.*):)?wasm-function\[\d+\]:0x([0-9a-f]{1,8})$/s
const MAX_NESTING = 20

/** Reads what stands in the brackets of a frame, or behind its `at `. */
export function readPlace(text: string): ReadPlace {
  if (NATIVE.test(text)) return { place: { kind: 'native' }, sure: true }
  if (text.startsWith('eval at ')) return { place: readEval(text), sure: true }
  const wasm = WASM.exec(text)
  if (wasm !== null) {
    const column = Number.parseInt(wasm[2] ?? '0', 16) + 1
    return { place: { kind: 'wasm', url: wasm[1] ?? '', line: 1, column }, sure: true }
  }
  const split = splitPosition(text)
  if (split === undefined) return { place: { kind: 'native' }, sure: false }
  return { place: { kind: 'source', ...split }, sure: SURE_START.test(split.url) }
}

/** `eval at f (<where>), <anonymous>:3:5`, where `<where>` may be the same again. */
function readEval(text: string): StackPlace {
  const end = text.lastIndexOf('), ')
  const own = end === -1 ? undefined : splitPosition(text.slice(end + 3))
  if (own === undefined) return { kind: 'native' }
  const evaluatedAt = outermost(text.slice(0, end))
  return evaluatedAt === undefined ? { kind: 'eval', ...own } : { kind: 'eval', ...own, evaluatedAt }
}

/** `text` lacks its closing bracket. */
function outermost(text: string): ({ readonly url: string } & Position) | undefined {
  let inner = text
  for (let depth = 0; depth < MAX_NESTING; depth++) {
    const open = inner.indexOf(' (')
    if (open === -1) return undefined
    inner = inner.slice(open + 2)
    if (!inner.startsWith('eval at ')) return splitPosition(inner)
    const close = inner.lastIndexOf('), ')
    if (close === -1) return undefined
    inner = inner.slice(0, close)
  }
  return undefined
}

/** `url:line:column`; the URL may hold colons. */
function splitPosition(text: string): ({ readonly url: string } & Position) | undefined {
  const beforeColumn = text.lastIndexOf(':')
  const beforeLine = beforeColumn === -1 ? -1 : text.lastIndexOf(':', beforeColumn - 1)
  if (beforeLine < 1) return undefined
  const line = readCount(text.slice(beforeLine + 1, beforeColumn))
  const column = readCount(text.slice(beforeColumn + 1))
  return line === undefined || column === undefined ? undefined : { url: text.slice(0, beforeLine), line, column }
}

function readCount(digits: string): number | undefined {
  return /^\d{1,10}$/.test(digits) && Number(digits) >= 1 ? Number(digits) : undefined
}
