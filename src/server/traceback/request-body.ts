import type { RequestInfo } from '../../shared/traceback.ts'
import { MASK } from '../snapshot/index.ts'
import type { Redactor } from '../snapshot/index.ts'

/** The beginning of a body as text, secrets masked. */
export function describeBody(
  { bytes, size }: { readonly bytes: Uint8Array; readonly size: number },
  redactor: Redactor,
): NonNullable<RequestInfo['body']> {
  const text = new TextDecoder().decode(bytes)
  return { text: maskBody(text, redactor), size, truncated: size > bytes.byteLength }
}

/**
 * JSON, forms and multipart forms by the names of their fields, whatever the content type says: a body is often cut, and
 * seldom valid when it matters. Anything else by the shape of values.
 */
function maskBody(text: string, redactor: Redactor): string {
  return redactor.maskText(maskForm(maskMultipart(maskJson(text, redactor), redactor), redactor))
}

function maskJson(text: string, { hidesName }: Redactor): string {
  const key = /"((?:[^"\\]|\\.){1,200})"\s*:\s*/gs
  let masked = ''
  let from = 0
  for (let match = key.exec(text); match !== null; match = key.exec(text)) {
    if (!hidesName(unquoted(match[1] ?? ''))) continue
    masked += `${text.slice(from, key.lastIndex)}"${MASK}"`
    from = endOfValue(text, key.lastIndex)
    key.lastIndex = from
  }
  return masked + text.slice(from)
}

/** Behind a JSON value, or the end of a text that was cut within it. */
function endOfValue(text: string, start: number): number {
  if (!/^["{[]/.test(text.charAt(start))) return start + (/^[^\s,}\]]*/.exec(text.slice(start))?.[0].length ?? 0)
  let depth = 0
  for (let index = start; index < text.length; index++) {
    const char = text.charAt(index)
    if (char === '"') index = endOfString(text, index)
    else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    if (depth === 0) return index + 1
  }
  return text.length
}

function endOfString(text: string, start: number): number {
  let index = start + 1
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1
  return index
}

function unquoted(key: string): string {
  try {
    return String(JSON.parse(`"${key}"`))
  } catch {
    return key
  }
}

function maskForm(text: string, { hidesName }: Redactor): string {
  return text.replace(/(^|&)([^=&\s]{1,200})=([^&]*)/g, (all, before: string, key: string) =>
    hidesName(decoded(key)) ? `${before}${key}=${MASK}` : all,
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function maskMultipart(text: string, { hidesName }: Redactor): string {
  const boundary = /^--[^\r\n]{1,200}/.exec(text)?.[0]
  if (boundary === undefined) return text
  const parts = text.split(boundary).map((part) => {
    const head = /^[^]*?\r?\n\r?\n/.exec(part)?.[0]
    const name = /\bname="?([^"\r\n;]*)/i.exec(head ?? '')?.[1]
    return head !== undefined && name !== undefined && hidesName(name) ? `${head}${MASK}\r\n` : part
  })
  return parts.join(boundary)
}
