import type { Position } from './position.ts'
import { lineRange, offsetAt, type SourceText } from './source-text.ts'

const MAX_NAME = 200
/** Characters that have to be the same on both sides; fewer are so by chance in minified code. */
const MIN_COPIED = 4
/** Characters; segments of a map are rarely further apart within a line. */
const MAX_AHEAD = 200

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy
const LAST_WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** A place in a text. */
interface Spot {
  readonly source: SourceText
  readonly position: Position
}

/** Where the source has what V8 names in the running code, starting from where the map leads, which may be a bit off. */
export function precisePlace(original: Spot, generated: Spot | undefined): Position {
  const place = generated === undefined ? undefined : copiedWord(original, generated)
  return place ?? calleeStart(original)
}

/**
 * Maps of low resolution (Rollup's, by default) have no segment for every word: `if (a === 0) throw b` has one at `0`
 * and the next at `b`. Where the code between is a copy of the source, the word is as far behind in both.
 */
function copiedWord(original: Spot, generated: Spot): Position | undefined {
  const at = offsetAt(original.source, original.position)
  const range = lineRange(original.source, original.position.line)
  const running = offsetAt(generated.source, generated.position)
  if (at === undefined || range === undefined || running === undefined) return undefined
  WORD.lastIndex = running
  const word = WORD.exec(generated.source.text)?.[0]
  if (word === undefined || word.length > MAX_NAME || original.source.text.startsWith(word, at)) return undefined
  const line = original.source.text.slice(at, Math.min(range.to, at + MAX_AHEAD))
  const ahead = line.indexOf(word)
  const copied = line.slice(0, ahead + word.length)
  if (ahead <= 0 || copied.length < MIN_COPIED || !generated.source.text.startsWith(copied, running - ahead)) {
    return undefined
  }
  return { line: original.position.line, column: original.position.column + ahead }
}

/**
 * Compilers write the call `price(a)` of an imported function as `(0, shop.price)(a)`, for which V8 names the opening
 * bracket. For `price(a)` itself it would name the callee.
 */
function calleeStart({ source, position }: Spot): Position {
  const offset = offsetAt(source, position)
  if (offset === undefined || source.text[offset] !== '(') return position
  const name = LAST_WORD.exec(source.text.slice(Math.max(0, offset - MAX_NAME), offset))?.[0]
  return name === undefined || isKeyword(name)
    ? position
    : { line: position.line, column: position.column - name.length }
}

function isKeyword(name: string): boolean {
  return /^(?:await|catch|for|function|if|in|of|return|switch|throw|typeof|void|while|with|yield)$/.test(name)
}
