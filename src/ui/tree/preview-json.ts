import type { ValueView } from '../../shared/traceback.ts'

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' }

const unescape = (text: string): string =>
  text.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|([^]))/g, (_, two?: string, four?: string, one: string = '') => {
    const code = two ?? four
    return code === undefined ? (ESCAPES[one] ?? one) : String.fromCharCode(parseInt(code, 16))
  })

/** JSON of a value of which the preview is all there is: numbers, short texts, `undefined`; other kinds in words. */
export const jsonOfPreview = ({ type, preview }: ValueView): string => {
  const plain = type === 'number' || type === 'boolean' || type === 'null'
  if (plain && /^(?:-?\d[\d.e+-]*|true|false|null)$/.test(preview)) return preview === '-0' ? '0' : preview
  const quoted = type === 'string' ? /^(['"`])([^]*)\1$/.exec(preview) : null
  return JSON.stringify(quoted === null ? `[${preview}]` : unescape(quoted[2] ?? ''))
}
