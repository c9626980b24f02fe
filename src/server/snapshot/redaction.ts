import type { NameValue } from '../../shared/traceback.ts'
import { decodeLoosely } from './assigned-values.ts'
import { execute, mapGet, mapSet, setHas, toUpperCase } from './intrinsics.ts'
import { isSecretName, joinWords, wordsOf } from './secret-names.ts'
import { MASK, maskShapes } from './secret-shapes.ts'

export { MASK }

export interface RedactionOptions {
  /** Names never hidden, such as `sessionId`. Compared as a whole; case and separators do not matter. */
  readonly allow?: readonly string[]
  /** Words or names hidden beside the built-in ones: `iban` hides `iban` and `userIban`. Wins over `allow`. */
  readonly deny?: readonly string[]
}

/** Knows secrets by their names and by their shapes. Pure: nothing is remembered but verdicts on names. */
export interface Redactor {
  readonly hidesName: (name: string) => boolean
  /** A text with the secrets in it masked. At most about 10 ms for a megabyte. */
  readonly maskText: (text: string) => string
  /** A URL, or its path and query, with the password, secret parameters and tokens masked. */
  readonly maskUrl: (url: string) => string
  /** Header pairs, in order, secret ones masked; those that hold URLs are masked as URLs. */
  readonly maskHeaders: (headers: readonly NameValue[]) => readonly NameValue[]
  /** Any other pairs: query, form fields, environment. */
  readonly maskPairs: (pairs: readonly NameValue[]) => readonly NameValue[]
  /** Names stay, every value goes: which cookie is the session's depends on the app. */
  readonly maskCookies: (cookies: readonly NameValue[]) => readonly NameValue[]
}

const MAX_REMEMBERED = 5000
const URL_HEADERS = new Set(['referer', 'referrer', 'location', 'content-location', 'origin', ':path'])
/** Of proxies: `x-original-url`, `x-forwarded-uri`. */
const URL_HEADER = /-(?:ur[il]|path)$/

export function createRedactor(options: RedactionOptions = {}): Redactor {
  const allowed = new Set((options.allow ?? []).map((name) => joinWords(wordsOf(name))))
  const denied = (options.deny ?? []).map((name) => wordsOf(name)).filter((words) => words.length > 0)
  const deniedWhole = new Set(denied.map((words) => joinWords(words)))
  const verdicts = new Map<string, boolean>()
  let remembered = 0

  const judge = (name: string): boolean => {
    const words = wordsOf(name)
    const whole = joinWords(words)
    if (setHas(deniedWhole, whole) || containsAny(words, denied)) return true
    return !setHas(allowed, whole) && isSecretName(words, name === toUpperCase(name))
  }
  const hidesName = (name: string): boolean => {
    let verdict = mapGet(verdicts, name)
    if (verdict === undefined) {
      verdict = judge(name)
      if (remembered < MAX_REMEMBERED && name.length < 100) {
        mapSet(verdicts, name, verdict)
        remembered++
      }
    }
    return verdict
  }
  const maskText = (text: string): string => maskShapes(text, hidesName)
  const maskUrl = (url: string): string => maskParts(maskText(url), hidesName, maskText)
  const maskPairs = (pairs: readonly NameValue[]): readonly NameValue[] =>
    pairs.map(([name, value]) => [maskText(name), hidesName(name) || name === 'sig' ? MASK : maskText(value)] as const)
  const maskHeaders = (headers: readonly NameValue[]): readonly NameValue[] =>
    headers.map(([name, value]) => {
      if (hidesName(name)) return [name, MASK]
      return [
        name,
        URL_HEADERS.has(name.toLowerCase()) || URL_HEADER.test(name.toLowerCase()) ? maskUrl(value) : maskText(value),
      ]
    })
  const maskCookies = (cookies: readonly NameValue[]): readonly NameValue[] => cookies.map(([name]) => [name, MASK])
  return { hidesName, maskText, maskUrl, maskHeaders, maskPairs, maskCookies }
}

/** Whether a value under a secret name is worth hiding: that a token is `undefined` or a function is often the bug. */
export function carriesSecret(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'boolean' && typeof value !== 'function'
}

function containsAny(words: readonly string[], phrases: readonly (readonly string[])[]): boolean {
  for (let index = 0; index < phrases.length; index++) {
    const phrase = phrases[index]
    for (let start = 0; phrase !== undefined && start + phrase.length <= words.length; start++) {
      let same = 0
      while (same < phrase.length && words[start + same] === phrase[same]) same++
      if (same === phrase.length) return true
    }
  }
  return false
}

const URL_PART = /[?#&;]?[^?#&;]+|[?#&;]/g

/** Part by part, each with the mark before it. Whatever is no secret stays byte for byte. */
function maskParts(url: string, hidesName: (name: string) => boolean, maskText: (text: string) => string): string {
  let result = ''
  URL_PART.lastIndex = 0
  for (let match = execute(URL_PART, url); match !== null; match = execute(URL_PART, url)) {
    const part = match[0]
    result += maskParameter(part, hidesName, maskText)
  }
  return result
}

function startsWithMark(part: string): boolean {
  return execute(/^[?#&;]/, part) !== null
}

/** `?name=value` or `&name=value`: judged as it is and as it reads when decoded. */
function maskParameter(part: string, hidesName: (name: string) => boolean, maskText: (text: string) => string): string {
  const match = execute(/^([?#&;]?([^=]*)=)([^]+)$/, part)
  const start = match?.[1] ?? (startsWithMark(part) ? (part[0] ?? '') : '')
  if (match !== null && startsWithMark(part) && hidesName(decodeLoosely(match[2] ?? ''))) return start + MASK
  const value = match?.[3] ?? part
  const decoded = decodeLoosely(value)
  return decoded !== value && maskText(decoded) !== decoded ? start + MASK : part
}
