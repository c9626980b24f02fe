import type { Excerpt, Frame, Scope, ValueView } from '../../shared/traceback.ts'
import { highlightCode } from '../text/code-tokens.ts'
import { shorten, showLine } from '../text/visible-text.ts'

const VALUE_LENGTH = 48
const LINE_LENGTH = 120
/** What a function or a class looks like is in the source already. */
const TELLS_NOTHING = new Set(['function', 'class'])

/** Name → value as the frame sees it: inner scopes hide outer ones. */
const valuesInSight = (scopes: readonly Scope[]): ReadonlyMap<string, ValueView | undefined> => {
  const values = new Map<string, ValueView | undefined>()
  for (const scope of scopes) {
    for (const variable of scope.variables) {
      if (!values.has(variable.name)) values.set(variable.name, 'value' in variable ? variable.value : undefined)
    }
  }
  return values
}

const namesOn = (excerpt: Excerpt, index: number): readonly string[] => {
  const tokens = excerpt.tokens?.[index] ?? highlightCode(excerpt.lines[index] ?? '')
  return [...new Set(tokens.filter(([, tokenClass]) => tokenClass === 'name').map(([text]) => text))]
}

/**
 * Per line of the excerpt the values of the variables mentioned there, `item = { id: 2 }, rate = 1.19`, else ''. A value
 * is shown where its name first occurs and on the failing line; lines below that one had not run, so they stay bare, and
 * in other functions the same name is another variable.
 */
export const inlineValues = (frame: Pick<Frame, 'scopes' | 'location'>, excerpt: Excerpt): readonly string[] => {
  const values = valuesInSight(frame.scopes)
  const seen = new Set<string>()
  const firstLine = excerpt.functionLines?.[0] ?? 0
  return excerpt.lines.map((_, index) => {
    const line = excerpt.startLine + index
    if (line > frame.location.line || line < firstLine) return ''
    const parts: string[] = []
    let length = 0
    for (const name of namesOn(excerpt, index)) {
      const value = values.get(name)
      if (value === undefined || TELLS_NOTHING.has(value.type)) continue
      if (seen.has(name) && line !== frame.location.line) continue
      const part = `${name} = ${shorten(showLine(value.preview), VALUE_LENGTH)}`
      if (length + part.length > LINE_LENGTH) break
      seen.add(name)
      parts.push(part)
      length += part.length + 2
    }
    return parts.join(', ')
  })
}
