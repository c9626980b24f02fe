export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'malformed' }
  /** The rest of it was left unread. */
  | { readonly kind: 'too-large' }

/** Reads a body of at most `limit` bytes, whatever its headers say of its length. */
export async function readJson(request: Request, limit: number): Promise<JsonBody> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return { kind: 'too-large' }
  if (request.body === null) return { kind: 'malformed' }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  // Not `for await`: leaving it would cancel the stream, and with it the connection that has to carry the answer.
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>
  let size = 0
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { kind: 'json', value: JSON.parse(text + decoder.decode()) as unknown }
      size += value.byteLength
      if (size > limit) return { kind: 'too-large' }
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    return { kind: 'malformed' } // no UTF-8, no JSON, or the client has gone
  } finally {
    reader.releaseLock()
  }
}
