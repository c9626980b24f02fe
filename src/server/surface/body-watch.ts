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
          const part = chunk.subarray(0, KEPT_BYTES - keptBytes)
          kept.push(part)
          keptBytes += part.byteLength
        }
      }
      return push(chunk, encoding)
    },
  })
  return () => (size === 0 ? undefined : { bytes: Buffer.concat(kept), size })
}
