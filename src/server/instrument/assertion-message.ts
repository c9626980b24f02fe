import type { CallSiteReader } from './call-site.ts'
import { firstOfLine } from './column-map.ts'
import type { Insertion, Position } from './column-map.ts'
import { moduleUrlOf } from './module-url.ts'

const HEAD = 'The expression evaluated to a falsy value:\n\n  '
const OPENING = /^ ?(?:__inquest_[a-z_]+\((?:await )?\(*)+$/
const INSERTED = /^[ a-z_()]*$/

const { defineProperty, getOwnPropertyDescriptor } = Reflect

/**
 * `assert(await x)` fails with its own text as the message, which Node takes from the running code. Node makes the stack of
 * such an error before anybody sees it, so the message can still become that of the source. Never throws.
 */
export function restoreAssertionMessage(
  error: unknown,
  trace: readonly NodeJS.CallSite[],
  read: CallSiteReader,
  insertionsFor: (url: string) => readonly Insertion[] | undefined,
): void {
  try {
    if (!Error.isError(error)) return
    const message = getOwnPropertyDescriptor(error, 'message')
    const text: unknown = message?.value
    if (typeof text !== 'string' || !text.startsWith(HEAD) || !text.includes('__inquest_')) return
    const [site] = trace
    const file = site && read.fileOf(site)
    const position = site && read.positionOf(site)
    const insertions = file === undefined ? undefined : insertionsFor(moduleUrlOf(file))
    if (insertions === undefined || position === undefined) return
    const value = HEAD + withoutInserted(text.slice(HEAD.length), insertions, position)
    defineProperty(error, 'message', { ...message, value })
  } catch {
    // It stays as it is.
  }
}

/** `text` is a part of the running line that `position` is in, from there on or from a little further left. */
function withoutInserted(text: string, insertions: readonly Insertion[], position: Position): string {
  const named = text.indexOf('__inquest_')
  let kept = ''
  let from = 0
  let shift = 0
  // Where the running line begins, as an index into the text.
  let lineStart: number | undefined
  for (let index = firstOfLine(insertions, position.line); index < insertions.length; index++) {
    const insertion = insertions[index]
    if (insertion?.line !== position.line) break
    const { column, length } = insertion
    const running = column - 1 + shift
    shift += length
    if (running < position.column - 1) continue
    // The first one behind the name of the call opens something: others would close what began further left.
    if (lineStart === undefined) {
      const first = [named, named - 1].find((at) => OPENING.test(text.slice(at, at + length)))
      if (first === undefined) return text
      lineStart = first - running
    }
    const at = lineStart + running
    if (at >= text.length) break
    if (!INSERTED.test(text.slice(at, at + length))) return text
    kept += text.slice(from, at)
    from = at + length
  }
  return kept + text.slice(from)
}
