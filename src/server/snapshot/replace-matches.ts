import { execute, slice } from './intrinsics.ts'

/**
 * `String.prototype.replace` as the app cannot change it. The pattern carries the `g` flag and never matches the empty
 * text. With `nests`, what is replaced by itself may have a match inside: the search goes on behind its first group.
 */
export function replaceMatches(
  text: string,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string,
  nests = false,
): string {
  let result = ''
  let end = 0
  pattern.lastIndex = 0
  for (let match = execute(pattern, text); match !== null; match = execute(pattern, text)) {
    const replaced = replace(match)
    if (nests && replaced === match[0]) {
      pattern.lastIndex = match.index + (match[1] ?? ' ').length
      continue
    }
    result += slice(text, end, match.index) + replaced
    end = match.index + match[0].length
  }
  return end === 0 ? text : result + slice(text, end)
}
