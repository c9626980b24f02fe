/** The word that `findMappingUrl` looks for; for those who search a file that is too large to hold. */
export const MAPPING_WORD = 'sourceMappingURL='

// Texts that speak of source maps (bundlers, this file) contain the word without the comment.
const MAX_TRIES = 50

/** The URL in the last `//# sourceMappingURL=` comment (also `//@` and the block form), or undefined. */
export function findMappingUrl(text: string): string | undefined {
  let at = text.length
  for (let tries = 0; tries < MAX_TRIES && at > 0; tries++) {
    at = text.lastIndexOf(MAPPING_WORD, at - 1)
    if (at === -1) return undefined
    if (/\/[/*][#@][ \t]+$/.test(text.slice(Math.max(0, at - 20), at))) return readMappingUrl(text, at)
  }
  return undefined
}

/** What follows the word at offset `at`: up to white space or a quote. Undefined where there is nothing. */
export function readMappingUrl(text: string, at: number): string | undefined {
  const from = at + MAPPING_WORD.length
  const lineEnd = text.indexOf('\n', from)
  const rest = text.slice(from, lineEnd === -1 ? text.length : lineEnd)
  const end = rest.search(/[\s'"`]/)
  const url = end === -1 ? rest : rest.slice(0, end)
  return url === '' ? undefined : url
}
