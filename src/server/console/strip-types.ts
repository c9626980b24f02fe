/** Makes JavaScript of TypeScript, or throws; for what `strip` cannot do, with `code: ERR_UNSUPPORTED_…`. */
export type StripTypes = (source: string, mode: 'strip' | 'transform') => string

export type Stripped =
  | { readonly kind: 'stripped'; readonly source: string }
  /** Enums and the like, and the compiler refused them, too. */
  | { readonly kind: 'unsupported'; readonly message: string }
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
    return { kind: 'stripped', source: stripTypes(source, 'transform') }
  } catch {
    return { kind: 'unsupported', message: refusal }
  }
}

/** To TypeScript, a function without its body is an overload. */
function isSignature(source: string, stripped: string): boolean {
  return stripped.trim() === '' && /^\s*(?:export\s+)?(?:async\s+)?function\b/.test(source) && !/[;}]\s*$/.test(source)
}

function isUnsupported(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
}

/** Node gives the place only in the stack's head, with a mark below the line, in cells: so it is asked again with cells. */
function explained(source: string, message: string, stripTypes: StripTypes): Stripped {
  if (/^Unexpected eof$|got '<eof>'$/.test(message)) return { kind: 'unfinished' }
  try {
    stripTypes(
      source.replace(/[^\n\r\u2028\u2029 -~]/g, (char) => (char === '\t' ? ' ' : 'x')),
      'strip',
    )
  } catch (failure) {
    const stack = failure instanceof Error ? (failure.stack ?? '') : ''
    const found = /^[^\n]*:(\d+)\n(?:[^\n]*\n){0,5}?([^\n]*)\n( *)(\^+)\n/.exec(stack)
    if (found === null) return { kind: 'no-typescript', message }
    const [, line = '', text = '', indent = '', mark = ''] = found
    const isLast = source.trimEnd().split('\n').length === Number(line)
    if (/must be initialized$/.test(message) && isLast && indent.length + mark.length >= text.trimEnd().length)
      return { kind: 'unfinished' }
    return { kind: 'no-typescript', message, line: Number(line), column: indent.length + 1 }
  }
  return { kind: 'no-typescript', message }
}
