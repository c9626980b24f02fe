import type { Excerpt } from '../shared/traceback.ts'
import type { Capturer } from './capture/index.ts'
import type { FunctionPlace } from './console/index.ts'
import type { SourceReader } from './source/index.ts'

export interface FunctionPlacesParts {
  readonly capturer: Pick<Capturer, 'functionPlace' | 'scriptUrl'>
  readonly sources: Pick<SourceReader, 'locate' | 'wholeFile'>
}

const MAX_COMMENT_LINES = 40

/** Where functions are written, in the source that people wrote, with the comment above them. */
export function createFunctionPlaces({
  capturer,
  sources,
}: FunctionPlacesParts): (fn: object) => Promise<FunctionPlace | undefined> {
  return async (fn) => {
    const found = capturer.functionPlace(fn)
    if (found === undefined) return undefined
    const url = capturer.scriptUrl(found.scriptId)
    // What was typed into a console is in no file.
    if (url === '') return undefined
    const { location } = await sources.locate({ url, ...found })
    const whole = await sources.wholeFile(location.file)
    if (whole === undefined) return location
    const place = { ...location, ...classHead(fn, whole, location.line) }
    const comment = commentAbove(whole, place.line)
    return { ...place, ...(comment === undefined ? {} : { comment }) }
  }
}

/** V8 has a class where its constructor is. */
function classHead(
  fn: object,
  { startLine, lines }: Pick<Excerpt, 'startLine' | 'lines'>,
  line: number,
): { readonly line: number; readonly column: number } | undefined {
  const name: unknown = Object.getOwnPropertyDescriptor(fn, 'name')?.value
  if (typeof name !== 'string' || !/^[\p{ID_Continue}$]+$/u.test(name)) return undefined
  const source: string = Reflect.apply(sourceOf, fn, [])
  if (!source.startsWith('class')) return undefined
  const head = new RegExp(`\\bclass\\s+${name.replaceAll('$', '\\$')}(?![\\p{ID_Continue}$])`, 'u')
  for (let index = line - startLine; index >= 0; index--) {
    const column = lines[index]?.search(head) ?? -1
    if (column !== -1) return { line: startLine + index, column: column + 1 }
  }
  return undefined
}

const { toString: sourceOf } = Function.prototype

/** The text of the comment that ends on the line above, without its marks. */
export function commentAbove(
  { startLine, lines }: Pick<Excerpt, 'startLine' | 'lines'>,
  line: number,
): string | undefined {
  let end = line - startLine - 1
  // A decorator stands between a comment and what it is about.
  while (lines[end]?.trimStart().startsWith('@') === true) end--
  const last = lines[end]?.trim() ?? ''
  if (last.startsWith('//')) {
    let start = end
    while (lines[start - 1]?.trim().startsWith('//') === true) start--
    return textOf(lines.slice(start, end + 1).map((one) => one.trim().replace(/^\/\/+ ?/, '')))
  }
  if (!last.endsWith('*/')) return undefined
  let start = end
  while (start >= 0 && lines[start]?.includes('/*') === false) start--
  if (start < 0 || lines[start]?.trim().startsWith('/*') !== true) return undefined
  const bare = lines.slice(start, end + 1).map((one) =>
    one
      .trim()
      .replace(/^\/\*+ ?/, '')
      .replace(/\s*\*+\/$/, '')
      .replace(/^\* ?/, ''),
  )
  return textOf(bare)
}

function textOf(lines: readonly string[]): string | undefined {
  const text = lines.slice(0, MAX_COMMENT_LINES).join('\n').trim()
  return text === '' ? undefined : text
}
