/**
 * Secrets that show by their shape, whatever they are called. Every expression here runs over text that strangers
 * write, so each starts at a place few texts have, and every repetition is bounded or cannot overlap what follows it.
 */
import { maskAssignments } from './assigned-values.ts'
import { IBAN, lengthOfIban } from './iban.ts'
import { charCodeAt, execute, includes, slice } from './intrinsics.ts'
import { FIELDS, NAMING_WORDS } from './naming-fields.ts'
import { replaceMatches } from './replace-matches.ts'
import { maskStructures } from './structured-values.ts'

/** Stands for a hidden value. Its length says nothing. */
export const MASK = '••••••'

type HidesName = (name: string) => boolean
interface Shape {
  /** Must carry the `g` flag and never match the empty text. */
  readonly pattern: RegExp
  readonly mask: (match: RegExpExecArray, hidesName: HidesName) => string
  /** A match that is no secret may have one inside: the search goes on behind its first group. */
  readonly nests?: boolean
}

const hide = (): string => MASK

const SHAPES: readonly Shape[] = [
  // A private key in PEM; one that is cut off counts too.
  {
    pattern: /(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)(?!•)[^]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g,
    mask: (match) => `${match[1] ?? ''}${MASK}`,
  },
  // A JSON web token, also one that was cut off after its header.
  { pattern: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]*(?:\.[\w-]*){0,3}/g, mask: hide },
  // An HTTP header line that is secret by its name.
  {
    pattern: /(^|[\r\n])([\w-]{1,100})(:[ \t]{0,8})([^\r\n]+)/g,
    mask: (match, hidesName) =>
      hidesName(match[2] ?? '') && execute(/^[{[]/, match[4] ?? '') === null
        ? `${match[1] ?? ''}${match[2] ?? ''}${match[3] ?? ''}${MASK}`
        : match[0],
  },
  // Bearer and Basic credentials; lower-case words after them are prose.
  {
    pattern: /\b(Bearer|Basic)([ \t]{1,8})([\w.~+/-]{4,}=*)/gi,
    mask: (match) =>
      execute(/[\d._~+/=-]|.[A-Z]|^.{16}/, match[3] ?? '') !== null
        ? `${match[1] ?? ''}${match[2] ?? ''}${MASK}`
        : match[0],
  },
  // The password of a URL or a connection string.
  {
    pattern: /(:\/\/[^\s:@/'"<>]{0,256}:)([^\s/?#'"<>]{1,1024})@/g,
    mask: (match) => `${match[1] ?? ''}${MASK}@`,
  },
  // Keys that their issuers made recognisable.
  {
    pattern:
      /(?<![A-Za-z0-9])(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|(?:sk|rk|pk|whsec)_(?:live_|test_)?\w{16,}|sk-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|A(?:KIA|SIA)[0-9A-Z]{16}|AIza[\w-]{30,}|npm_\w{30,}|SG\.[\w-]{16,}\.[\w-]{16,})/g,
    mask: hide,
  },
  // "name": "value" of JSON, the value possibly cut off.
  {
    pattern: /("([^"\\\r\n]{1,100})"\s{0,4}:\s{0,4})("[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|-?\d[\d.eE+-]*)/g,
    mask: (match, hidesName) => (hidesName(match[2] ?? '') ? `${match[1] ?? ''}"${MASK}"` : match[0]),
  },
  // name: "value" as it is written in code, GraphQL and what Node prints; and JSON within a string of JSON.
  {
    pattern:
      /(?<![\w$.-])([A-Za-z_$][\w$.-]{0,99})((?:\\{0,3}["'])?\s{0,4}[:=]>?\s{0,4})("[^"\\\r\n]{1,1024}|'[^'\\\r\n]{1,1024}|\\{1,3}["'][^"'\\\r\n]{1,1024})/g,
    mask: (match, hidesName) => {
      const quote = execute(/^\\*["']/, match[3] ?? '')?.[0] ?? ''
      return hidesName(match[1] ?? '') ? `${match[1] ?? ''}${match[2] ?? ''}${quote}${MASK}` : match[0]
    },
    nests: true,
  },
  // <name>value</name> of XML and SOAP; without an end only the first word.
  {
    pattern:
      /(<(?:[\w.-]{1,50}:)?([A-Za-z_][\w.-]{0,99})(?:\s[^<>]{0,200})?>)(\s{0,8}<!\[CDATA\[[^]*?(?=\]\]>|$)|[^<]{1,1024}(?=<)|[^<\s]+)/g,
    mask: (match, hidesName) =>
      hidesName(match[2] ?? '')
        ? `${match[1] ?? ''}${includes(match[3] ?? '', '<![CDATA[') ? '<![CDATA[' : ''}${MASK}`
        : match[0],
  },
  // {"value": "…", "name": "password"}; the other way round it is among the structures.
  {
    pattern: new RegExp(
      String.raw`((?<![\w$])value["']?\s{0,4}:\s{0,4})("(?:[^"\\]|\\[^]){0,1024}"|'(?:[^'\\]|\\[^]){0,1024}'|\[[^[\]]{0,1024}\]|[\w.+-]{1,100})(\s{0,4},\s{0,40}${FIELDS}["']?(?:${NAMING_WORDS})["']?\s{0,4}:\s{0,4}["']([^"'\\\r\n]{1,100})["'])`,
      'g',
    ),
    mask: (match, hidesName) => (hidesName(match[4] ?? '') ? `${match[1] ?? ''}"${MASK}"${match[3] ?? ''}` : match[0]),
    nests: true,
  },
  // ["password", "…"], a pair of a list of pairs.
  {
    pattern:
      /(\[\s{0,4}["']([^"'\\\r\n]{1,100})["']\s{0,4},\s{0,4})(["'])(?:[^"'\\\r\n]|\\[^]){1,1024}["']?(?=\s{0,4}\]|$)/g,
    mask: (match, hidesName) =>
      hidesName(match[2] ?? '') ? `${match[1] ?? ''}${match[3] ?? ''}${MASK}${match[3] ?? ''}` : match[0],
  },
  // A field of a multipart form, other lines of its head between.
  {
    pattern:
      /(\bname="?([^"\r\n;]{1,100})"?(?:;[^\r\n]{0,200})?\r?\n(?:[\w-]{1,50}:[^\r\n]{0,200}\r?\n){0,5}\r?\n)([^]+?)(?=\r?\n--|$)/g,
    mask: (match, hidesName) => (hidesName(match[2] ?? '') ? `${match[1] ?? ''}${MASK}` : match[0]),
  },
  // `name = value` on a line of its own, as files of settings have it.
  {
    pattern:
      /((?:^|[\r\n])[ \t]{0,8}(?:export[ \t]{1,4})?)([\w.-]{1,100})([ \t]{0,8}=[ \t]{1,8})([^\s"'][^\r\n]{0,1023})/g,
    mask: (match, hidesName) =>
      hidesName(match[2] ?? '') ? `${match[1] ?? ''}${match[2] ?? ''}${match[3] ?? ''}${MASK}` : match[0],
  },
  // The user and password of a command line, as curl and wget take them.
  {
    pattern: /(\s(?:-u|--user|--proxy-user)[ \t=]{1,4}["']?[^\s:"']{1,100}:)([^\s"']{1,1024})/g,
    mask: (match) => `${match[1] ?? ''}${MASK}`,
  },
  // --password value, on a command line or in a list of its words.
  {
    pattern:
      /(?<![^\s"'])(--([A-Za-z][\w-]{0,60})["']?,?[ \t]{1,4})("(?!-)[^"\r\n]{1,1024}"?|'(?!-)[^'\r\n]{1,1024}'?|[^\s"'-][^\s"']{0,1023})/g,
    mask: (match, hidesName) => {
      const quote = execute(/^["']/, match[3] ?? '')?.[0] ?? ''
      return hidesName(match[2] ?? '') ? `${match[1] ?? ''}${quote}${MASK}${quote}` : match[0]
    },
  },
  // name: value amid a line. A lone word like `session` is prose as well, unless the value looks like a key.
  {
    pattern:
      /(?<![\w$.-])(\w{1,50}-[\w-]{1,50}(?=:)|[\w-]{1,100}(?=:[ \t]))(:[ \t]{0,8})([^\s,;"'`{}[\]()<>\\]{1,1024})/g,
    mask: (match, hidesName) =>
      isTold(match[1] ?? '', match[2] ?? '', match[3] ?? '') && hidesName(match[1] ?? '')
        ? `${match[1] ?? ''}${match[2] ?? ''}${MASK}`
        : match[0],
    nests: true,
  },
  // An international bank account number.
  {
    pattern: IBAN,
    mask: (match) => {
      const length = lengthOfIban(match[0])
      return length === 0 ? match[0] : MASK + slice(match[0], length)
    },
  },
  // A card number with dots, which those below leave to fractions.
  {
    pattern: /(?<![\d.])\d{4}\.\d{4}\.\d{4}\.\d{4}(?![\d.])/g,
    mask: (match) => (isCardNumber(match[0]) ? MASK : match[0]),
  },
  // Card numbers of the issuers there are. Thirteen digits are left out: timestamps in milliseconds have as many.
  {
    pattern: /(?<![\d.])[23456]\d(?:[ \u00a0\u2007\u2009\u202f-]?\d){12,17}(?![\d])/g,
    mask: (match) => (isCardNumber(match[0]) ? MASK : match[0]),
  },
]

/** A text none of whose secrets could show by shape: most strings of an app are, and the shapes cost microseconds each. */
const SUSPICIOUS =
  /[=:]|<\w|\d{4}|-----B|eyJ|bearer|basic|_\w{16}|sk-|xox|AKIA|ASIA|AIza|SG\.|glpat|--[a-z]|\[\s{0,4}["']/i
const SHORTEST_SECRET = 6

/** The text with everything masked that is a secret by its shape or by the name written beside it. */
export function maskShapes(text: string, hidesName: HidesName, isDecoded = false): string {
  if (text.length < SHORTEST_SECRET || execute(SUSPICIOUS, text) === null) return text
  const inside = isDecoded ? undefined : (value: string): string => maskShapes(value, hidesName, true)
  let result = maskAssignments(maskStructures(text, hidesName, MASK), hidesName, MASK, inside)
  for (let index = 0; index < SHAPES.length; index++) {
    const shape = SHAPES[index]
    if (shape === undefined) continue
    const { pattern, mask, nests } = shape
    result = replaceMatches(result, pattern, (match) => mask(match, hidesName), nests)
  }
  return result
}

/** Whether `name: value` in the midst of a text is more than a sentence. */
function isTold(name: string, mark: string, value: string): boolean {
  if (execute(/^(?:undefined|null|true|false|•+)$/, value) !== null) return false
  if (includes(name, '-')) return true
  return (
    mark !== ':' &&
    (execute(/_|[a-z][A-Z]|passw|secret|PASSW|SECRET/, name) !== null || execute(/\d|^.{16}/, value) !== null)
  )
}

const ISSUERS =
  /^(?:4\d{15}|4\d{18}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|35\d{14}|6\d{15,18}|50\d{14,17})$/

/** ISO/IEC 7812: a known issuer, and the Luhn check digit fits. Separators are ignored. */
export function isCardNumber(text: string): boolean {
  let digits = ''
  for (let index = 0; index < text.length; index++) if (isDigit(text, index)) digits += text[index] ?? ''
  if (execute(ISSUERS, digits) === null) return false
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = charCodeAt(digits, digits.length - 1 - index) - 48
    const doubled = digit * 2
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

function isDigit(text: string, index: number): boolean {
  const code = charCodeAt(text, index)
  return code >= 48 && code <= 57
}
