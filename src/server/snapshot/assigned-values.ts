/** `name=value` of query strings, forms, connection strings and log lines; names and values may be percent-encoded. */
import { charCodeAt, decodeUri, execute, includes, slice } from './intrinsics.ts'
import { replaceMatches } from './replace-matches.ts'

const HEAD = /(?<![\w.$%[\]-])([\w.$%[\]-]{1,200})=/g
const VALUE = /"[^"\r\n]*"?|'[^'\r\n]*'?|[^\s&;,'"]+/y

/** `mask` is what hides a value; `maskInside` masks what a value says once it is decoded. */
export function maskAssignments(
  text: string,
  hidesName: (name: string) => boolean,
  mask: string,
  maskInside: ((decoded: string) => string) | undefined,
): string {
  let result = ''
  let done = 0
  // Values within a value that has nothing encoded need no second look, so that each is read once.
  let plainUntil = 0
  let from = 0
  for (;;) {
    HEAD.lastIndex = from
    const head = execute(HEAD, text)
    if (head === null) break
    const name = head[1] ?? ''
    const start = head.index + name.length + 1
    from = start
    const isHidden = hidesName(name) || hidesEncoded(name, hidesName) || isSignature(text, head.index, name)
    if (!isHidden && start < plainUntil) continue
    VALUE.lastIndex = start
    const value = execute(VALUE, text)?.[0]
    if (value === undefined) continue
    if (!isHidden) {
      const decoded = maskInside === undefined ? value : decodeLoosely(value)
      if (decoded === value || maskInside === undefined) {
        plainUntil = start + value.length
        continue
      }
      from = start + value.length
      if (maskInside(decoded) === decoded) continue
    }
    result += slice(text, done, start) + mask
    done = from = start + value.length
  }
  return done === 0 ? text : result + slice(text, done)
}

/** What signs a URL of a cloud's storage; elsewhere the name stands for signals and the like. */
function isSignature(text: string, index: number, name: string): boolean {
  const before = index === 0 ? 0 : charCodeAt(text, index - 1)
  return name === 'sig' && (before === 38 || before === 63)
}

function hidesEncoded(name: string, hidesName: (name: string) => boolean): boolean {
  return includes(name, '%') && hidesName(decodeLoosely(name))
}

const BYTE = '%[89ab][0-9a-f]'
/** Whole characters only, so that decoding them cannot throw: a throw for each of a stranger's thousand costs too much. */
const ENCODED = new RegExp(
  `(?:%[0-7][0-9a-f]|%(?:c[2-9a-f]|d[0-9a-f])${BYTE}|%(?:e0%[ab]|e[1-9abcef]%[89ab]|ed%[89])[0-9a-f]${BYTE}` +
    `|%(?:f0%[9ab]|f[1-3]%[89ab]|f4%8)[0-9a-f]${BYTE}${BYTE}){1,200}`,
  'gi',
)
/** Redirects to redirects are encoded as often. */
const MAX_LAYERS = 3

/** As a form is decoded, layer by layer. What is no encoded character, as in a text that was cut, stays as it is. */
export function decodeLoosely(text: string): string {
  let decoded = includes(text, '+') ? replaceMatches(text, /\+/g, () => ' ') : text
  for (let layer = 0; layer < MAX_LAYERS && includes(decoded, '%'); layer++) {
    decoded = replaceMatches(decoded, ENCODED, (match) => decodeUri(match[0]))
  }
  return decoded
}
