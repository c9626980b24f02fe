/** Makes JavaScript of TypeScript, or throws; for what `strip` cannot do, with `code: ERR_UNSUPPORTED_…`. */
export type StripTypes = (source: string, mode: 'strip' | 'transform') => string

interface Place {
  readonly line: number
  readonly column: number
}

export type Stripped =
  | {
      readonly kind: 'stripped'
      readonly source: string
      /** Where in what was typed that stands for which code had to be made, so that nothing else is where it was. */
      readonly made?: () => Place | undefined
    }
  /** What the compiler has no code for. */
  | { readonly kind: 'unsupported'; readonly message: string; readonly line: number; readonly column: number }
  /** It ends in the middle of something. */
  | { readonly kind: 'unfinished' }
  /** `line` and `column` are where TypeScript has its mistake; absent where that cannot be told. */
  | { readonly kind: 'no-typescript'; readonly message: string; readonly line?: number; readonly column?: number }

/** Characters, and brackets within brackets: far more of them break Node's compiler for the whole process (Node 24.21). */
const MAX_SOURCE = 50_000
const MAX_DEPTH = 500

export function withoutTypes(source: string, stripTypes: StripTypes): Stripped {
  if (source.length > MAX_SOURCE || depthOf(source) > MAX_DEPTH)
    return { kind: 'no-typescript', message: 'This is too long, or nested too deeply, for TypeScript' }
  try {
    const stripped = stripTypes(source, 'strip')
    return isSignature(source, stripped) ? { kind: 'unfinished' } : { kind: 'stripped', source: stripped }
  } catch (failure) {
    const { message } = failure instanceof Error ? failure : { message: String(failure) }
    return isUnsupported(failure) ? transformed(source, message, stripTypes) : explained(source, message, stripTypes)
  }
}

/** At most; brackets in texts are counted, too. */
function depthOf(source: string): number {
  let [depth, deepest] = [0, 0]
  for (const [bracket] of source.matchAll(/[([{<>}\])]/g)) {
    depth += '([{<'.includes(bracket) ? 1 : -1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

function transformed(source: string, refusal: string, stripTypes: StripTypes): Stripped {
  try {
    const made = (): Place | undefined => markIn(source, stripTypes, 'strip')
    return { kind: 'stripped', source: stripTypes(source, 'transform'), made }
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : refusal
    const { line, column } = markIn(source, stripTypes, 'transform') ?? { line: 1, column: 1 }
    return { kind: 'unsupported', message, line, column }
  }
}

/** To TypeScript, a function without its body is an overload. */
function isSignature(source: string, stripped: string): boolean {
  return stripped.trim() === '' && /^\s*(?:export\s+)?(?:async\s+)?function\b/.test(source) && !/[;}]\s*$/.test(source)
}

function isUnsupported(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
}

function explained(source: string, message: string, stripTypes: StripTypes): Stripped {
  if (/^Unexpected eof$|got '<eof>'$/.test(message)) return { kind: 'unfinished' }
  const mark = markIn(source, stripTypes, 'strip')
  if (mark === undefined) return { kind: 'no-typescript', message }
  const { line, column, isAtEnd } = mark
  const isLast = source.trimEnd().split('\n').length === line
  if (/must be initialized$/.test(message) && isLast && isAtEnd) return { kind: 'unfinished' }
  return { kind: 'no-typescript', message, line, column }
}

/** Node gives the place only in the stack's head, with a mark below the line, in cells: so it is asked again with cells. */
function markIn(
  source: string,
  stripTypes: StripTypes,
  mode: 'strip' | 'transform',
): (Place & { readonly isAtEnd: boolean }) | undefined {
  try {
    stripTypes(
      source.replace(/[^\n\r\u2028\u2029 -~]/g, (char) => (char === '\t' ? ' ' : 'x')),
      mode,
    )
  } catch (failure) {
    const stack = failure instanceof Error ? (failure.stack ?? '') : ''
    const found = /^[^\n]*:(\d+)\n(?:[^\n]*\n){0,5}?([^\n]*)\n( *)(\^+)\n/.exec(stack)
    if (found === null) return undefined
    const [, line = '', text = '', indent = '', mark = ''] = found
    const isAtEnd = indent.length + mark.length >= text.trimEnd().length
    return { line: Number(line), column: indent.length + 1, isAtEnd }
  }
  return undefined
}
