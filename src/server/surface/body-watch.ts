import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { BodySoFar } from './incoming-request.ts'

/** Bytes of a body that are kept for the request panel. */
const KEPT_BYTES = 16 * 1024

/**
 * Keeps the first bytes of a body as they arrive, without reading it: the stream's own `push` is seen, nothing is
 * consumed and nothing flows earlier than the app wants.
 */
export function watchBody(request: IncomingMessage | Http2ServerRequest): () => BodySoFar | undefined {
  if (!hasBody(request)) return noBody
  const kept: Uint8Array[] = []
  let keptBytes = 0
  let size = 0
  const push = request.push.bind(request)
  Object.defineProperty(request, 'push', {
    configurable: true,
    writable: true,
    enumerable: false,
    value: (chunk: unknown, encoding?: BufferEncoding): boolean => {
      if (chunk instanceof Uint8Array) {
        size += chunk.byteLength
        if (keptBytes < KEPT_BYTES) {
          // A copy: the app may write into what it reads, or give its memory away.
          const part = Uint8Array.from(chunk.subarray(0, KEPT_BYTES - keptBytes))
          kept.push(part)
          keptBytes += part.byteLength
        }
      }
      return push(chunk, encoding)
    },
  })
  return () => (size === 0 ? undefined : { bytes: Buffer.concat(kept), size })
}

const noBody = (): undefined => undefined

/** A request of HTTP/1 says in its head whether a body follows. Told by the raw names: nothing is parsed for our sake. */
function hasBody({ httpVersionMajor, rawHeaders }: IncomingMessage | Http2ServerRequest): boolean {
  if (httpVersionMajor !== 1) return true
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length !== 14 && name.length !== 17) continue
    const lower = name.toLowerCase()
    if (lower === 'content-length' || lower === 'transfer-encoding') return true
  }
  return false
}
