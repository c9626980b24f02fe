import { tokTypes } from 'acorn'

const KEYWORDS: ReadonlySet<string | undefined> = new Set(Object.values(tokTypes).map(({ keyword }) => keyword))

const PUNCTUATOR =
  /^(?:>>>=|\.\.\.|[*]{2}=|<<=|>>=|>>>|===|!==|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|[-+*/%&|^]=|[*]{2}|<<|>>|[^])/u

/** What Node says of a token that cannot stand at an offset. */
export function unexpectedAt(source: string, offset: number): string {
  const rest = source.slice(offset, offset + 200)
  const word = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(rest)?.[0]
  if (word !== undefined) return `Unexpected ${KEYWORDS.has(word) ? 'token' : 'identifier'} '${word}'`
  if (/^\.?\d/.test(rest)) return 'Unexpected number'
  if (/^["']/.test(rest)) return 'Unexpected string'
  if (rest.startsWith('`')) return 'Unexpected template string'
  const punctuator = PUNCTUATOR.exec(rest)?.[0]
  return punctuator === undefined ? 'Unexpected end of input' : `Unexpected token '${punctuator}'`
}

/** Where an `await` stands in front of an offset, in a function that is not async: there it is a name, followed by another. */
export function strayAwait(source: string, offset: number): number | undefined {
  const found = /\bawait\s+$/.exec(source.slice(Math.max(0, offset - 100), offset))
  if (found === null || !/^[\p{ID_Start}$_\d"'`]/u.test(source.slice(offset, offset + 2))) return undefined
  return offset - found[0].length
}
