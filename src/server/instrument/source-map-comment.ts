import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Insertion } from './column-map.ts'
import { mapToOriginal, shiftMap, type SourceMapJson } from './shifted-map.ts'

/**
 * What the source map of a rewritten module says:
 * - `added`: there was none, now one leads from the running code to the file as it was;
 * - `composed`: the file's own map, its columns corrected: it leads from the running code to the file's own sources;
 * - `kept`: the file's own comment, untouched, or none. Its map is about the code before rewriting: go through `toOriginal`
 *   first.
 */
export type MapState = 'added' | 'composed' | 'kept'

export interface RewrittenSource {
  readonly code: string
  readonly original: string
  readonly insertions: readonly Insertion[]
  /** Of the module: `file:`. */
  readonly url: string
}

export interface MapCommentOptions {
  /** Whether Node reads maps now: only then is composing worth its time. */
  readonly sourceMapsEnabled: boolean
  /** The text of a `file:` URL; undefined where it cannot be read or is larger than the bound (in bytes). */
  readonly readFile: (url: URL, maxBytes: number) => string | undefined
}

const LARGEST_MAP = 20_000_000
const KEY = 'sourceMappingURL='

/** Gives rewritten code the source map comment it should carry. Nothing is put before the end of the code. */
export function attachSourceMap(
  source: RewrittenSource,
  options: MapCommentOptions,
): { readonly code: string; readonly map: MapState } {
  const { code, original, insertions, url } = source
  if (!code.includes(KEY)) {
    // It is for debuggers. Node would tell errors otherwise than it does of a file without a map.
    if (options.sourceMapsEnabled) return { code, map: 'kept' }
    const file = new URL(url)
    file.search = file.hash = ''
    const map = mapToOriginal(original, insertions, file.href)
    return { code: `${code}\n${formatComment(map)}`, map: 'added' }
  }
  const comment = options.sourceMapsEnabled ? findComment(code) : undefined
  if (comment === undefined) return { code, map: 'kept' }
  try {
    const map = readMap(comment.target, url, options.readFile)
    if (map === undefined) return { code, map: 'kept' }
    const composed = formatComment(shiftMap(map, insertions))
    return { code: code.slice(0, comment.start) + composed + code.slice(comment.end), map: 'composed' }
  } catch {
    // A broken map: whoever reads it will say so.
    return { code, map: 'kept' }
  }
}

interface MapComment {
  readonly start: number
  readonly end: number
  readonly target: string
}

/**
 * The comment, where it is beyond doubt one: a line of its own with nothing but comment lines behind it. The same text in
 * a template literal or a block comment has something behind it that closes it.
 */
function findComment(code: string): MapComment | undefined {
  const key = code.lastIndexOf(KEY)
  const start = code.lastIndexOf('\n', key) + 1
  if (!/^[ \t]*\/\/[#@][ \t]+$/.test(code.slice(start, key))) return undefined
  const lineEnd = code.indexOf('\n', key)
  const end = lineEnd === -1 ? code.length : lineEnd
  const behind = code.slice(end).split('\n')
  if (!behind.every((line) => line.trim() === '' || line.trimStart().startsWith('//'))) return undefined
  return { start, end, target: code.slice(key + KEY.length, end).trim() }
}

/** What Node reads, and nothing else: where it finds no map without us, it is to find none. */
function readMap(
  target: string,
  moduleUrl: string,
  readFile: MapCommentOptions['readFile'],
): SourceMapJson | undefined {
  const isInline = URL.canParse(target)
  const base = isInline ? new URL(moduleUrl) : new URL(target, moduleUrl)
  const text = isInline ? decodeDataUrl(target) : base.protocol === 'file:' ? readFile(base, LARGEST_MAP) : undefined
  if (text === undefined || text.length > LARGEST_MAP) return undefined
  const map = JSON.parse(text) as unknown
  return isPlainMap(map) ? absolutise(map, base) : undefined
}

function decodeDataUrl(target: string): string | undefined {
  if (target.length > LARGEST_MAP * 1.5) return undefined
  const [head = '', body] = target.split(',', 2)
  return body !== undefined && /^data:application\/json(?:;.*)?;base64$/.test(head)
    ? Buffer.from(body, 'base64').toString()
    : undefined
}

type PlainMap = SourceMapJson & { readonly sourceRoot?: unknown }

/** Maps made of sections are left as they are. */
function isPlainMap(map: unknown): map is PlainMap {
  if (typeof map !== 'object' || map === null || !('mappings' in map) || !('sources' in map)) return false
  return typeof map.mappings === 'string' && Array.isArray(map.sources) && !('sections' in map)
}

/** As Node resolves them: the comment moves, so relative sources would lose their base. */
function absolutise(map: PlainMap, base: URL): SourceMapJson {
  const root = typeof map.sourceRoot === 'string' ? map.sourceRoot : ''
  const sources = map.sources.map((source) => {
    if (source === null) return null
    return isAbsolute(root + source) ? pathToFileURL(root + source).href : new URL(root + source, base).href
  })
  return {
    ...map,
    version: 3,
    names: Array.isArray(map.names) ? map.names : [],
    sources,
    sourceRoot: '',
  } as SourceMapJson
}

function formatComment(map: SourceMapJson): string {
  return `//# ${KEY}data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`
}
