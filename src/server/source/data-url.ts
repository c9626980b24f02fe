/**
 * The text of a `data:` URL, base64 or percent-encoded. Undefined where it is malformed or would be longer than
 * `maxBytes`. Takes strings that are no data URL, too.
 */
export function decodeDataUrl(url: string, maxBytes: number): string | undefined {
  const comma = url.indexOf(',')
  // Media type and parameters are short; a comma further on belongs to something else.
  if (!/^data:/i.test(url) || comma === -1 || comma > 500) return undefined
  const body = url.length - comma - 1
  if (/;\s*base64\s*$/i.test(url.slice(0, comma))) {
    if (body * 0.75 > maxBytes) return undefined
    return Buffer.from(decodeEscapes(url.slice(comma + 1)) ?? '', 'base64').toString('utf8')
  }
  if (body > maxBytes * 3) return undefined
  const text = decodeEscapes(url.slice(comma + 1))
  return text !== undefined && text.length <= maxBytes ? text : undefined
}

function decodeEscapes(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
