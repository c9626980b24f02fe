import type { CapturedFrame, ScriptRange } from '../capture/index.ts'

/** What a frame's function says, by its text as V8 compiled it. */
export interface FunctionText {
  /** Identifiers in it. */
  readonly names: ReadonlySet<string>
  /** An arrow function, which has no `this` of its own. */
  readonly isArrow: boolean
}

/** Characters of a function that are looked through; longer ones are cut. */
const MAX_TEXT = 200_000
const KEPT = 500

/** Undefined where V8 no longer has the script. */
export type FunctionTexts = (frame: CapturedFrame) => FunctionText | undefined

export function createFunctionTexts(scriptSource: (scriptId: string) => string | undefined): FunctionTexts {
  const known = new Map<string, FunctionText | undefined>()
  return (frame) => {
    if (known.has(frame.functionKey)) return known.get(frame.functionKey)
    const text = textOf(frame, scriptSource)
    const read = text === undefined ? undefined : readFunction(text)
    if (known.size >= KEPT) known.clear()
    known.set(frame.functionKey, read)
    return read
  }
}

/** The text itself, and where it begins in the script. */
export interface FunctionSource {
  readonly text: string
  readonly start: { readonly line: number; readonly column: number }
  readonly isArrow: boolean
}

export function functionSource(
  frame: CapturedFrame,
  scriptSource: (scriptId: string) => string | undefined,
): FunctionSource | undefined {
  const text = textOf(frame, scriptSource)
  if (text === undefined || frame.functionRange === undefined) return undefined
  const { startLine, startColumn } = frame.functionRange
  return { text, start: { line: startLine, column: startColumn }, isArrow: isArrow(text) }
}

export function readFunction(text: string): FunctionText {
  return { names: new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)), isArrow: isArrow(text) }
}

/** V8's range of a function begins with its parameters, or with its name. */
function isArrow(text: string): boolean {
  const head = /^(?:async\b(?!\s*=>)\s*)?/.exec(text)?.[0].length ?? 0
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*\s*=>/u.test(text.slice(head))) return true
  if (text[head] !== '(') return false
  let depth = 0
  for (let index = head; index < text.length; index++) {
    const char = text[index]
    if (char === "'" || char === '"' || char === '`') index = endOfString(text, index)
    else if (char === '/' && (text[index + 1] === '*' || text[index + 1] === '/')) index = endOfComment(text, index)
    else if (char === '(') depth++
    else if (char === ')' && --depth === 0) return /^(?:\s|\/\*[^]*?\*\/)*=>/.test(text.slice(index + 1))
  }
  return false
}

function endOfComment(text: string, start: number): number {
  const end = text[start + 1] === '*' ? text.indexOf('*/', start + 2) + 1 : text.indexOf('\n', start)
  return end <= 0 ? text.length : end
}

function endOfString(text: string, start: number): number {
  const quote = text[start]
  let index = start + 1
  while (index < text.length && text[index] !== quote) index += text[index] === '\\' ? 2 : 1
  return index
}

/** The text between two places of a script, and where in it the place `at` is. */
export function textAround(
  source: string,
  range: ScriptRange,
  at: { readonly line: number; readonly column: number },
): { readonly text: string; readonly offset: number } {
  const start = offsetAt(source, range.startLine, range.startColumn)
  const text = source.slice(start, offsetAt(source, range.endLine, range.endColumn))
  return { text, offset: offsetAt(source, at.line, at.column) - start }
}

function textOf(frame: CapturedFrame, scriptSource: (scriptId: string) => string | undefined): string | undefined {
  const { functionRange, position } = frame
  if (functionRange === undefined) return undefined
  const source = scriptSource(position.scriptId)
  if (source === undefined) return undefined
  const start = offsetAt(source, functionRange.startLine, functionRange.startColumn)
  const end = offsetAt(source, functionRange.endLine, functionRange.endColumn)
  return source.slice(start, Math.min(end, start + MAX_TEXT))
}

function offsetAt(source: string, line: number, column: number): number {
  const terminator = /\r\n|[\n\r\u2028\u2029]/g
  for (let current = 1; current < line; current++) {
    if (terminator.exec(source) === null) return source.length
  }
  return terminator.lastIndex + column - 1
}
