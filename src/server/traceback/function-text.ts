import type { CapturedFrame } from '../capture/index.ts'

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
    else if (char === '(') depth++
    else if (char === ')' && --depth === 0) return /^\s*=>/.test(text.slice(index + 1))
  }
  return false
}

function endOfString(text: string, start: number): number {
  const quote = text[start]
  let index = start + 1
  while (index < text.length && text[index] !== quote) index += text[index] === '\\' ? 2 : 1
  return index
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
  let start = 0
  for (let current = 1; current < line; current++) {
    const next = source.indexOf('\n', start)
    if (next === -1) return source.length
    start = next + 1
  }
  return start + column - 1
}
